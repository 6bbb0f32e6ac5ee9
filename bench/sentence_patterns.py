"""Templates of generated news sentences; a slot is a letter in braces.

{N} noun  {S} nouns  {T} noun of the article's topic  {B} {W} {V} {G} verb, -s, -ed, -ing
{J} adjective  {R} adverb  {P} person  {L} place  {O} organisation  {X} number, sum or share
{Y} day or year  {A} role of a person
"""

from __future__ import annotations

import re

CLAUSES = """
the {T} {V} a {N} of {S} and {S}
{P} {V} that its {J} {T} had been {V}
a {J} {N} in {L} {V} {R} after the {T} of {Y}
{X} of {S} in {L} have {V} since {Y}
it was not clear whether this {T} would {B} their {N}
this {N} has {V} more than {X} {S} and {S}
{O} {V} its {T} with {J} {S} for the first time
there is no {N} that any {T} {W} to {S}
he {V} to {B} a {T} before his {N} could {B}
she would not {B} on {T} or on {J} {N}
they had {V} the {N} from {L} to {L}
{S} who {V} the {T} were {V} by their {N}
the {T} of one {N} is {J} and {J}
many {S} {B} that {T} is {R} {J}
a {J} {N} of {S} {V} at the {T} on {Y}
one {N} between {L} and {L} has {V} that {T}
{P}, who has {V} {N} for years, {V} to {B} {T}
{O} is {G} a {J} {T} in its {N} of {L}
this {N}’s {T} {V} to {X} in {Y}
according to a {N}, {X} {S} were {V} in {L}
as many as {X} {S} may have been {V} during that {T}
{T} has {V} its {N} on {S} and {S}
no {N} has ever {V} so many {S} in one {N}
most of the {S} do not {B} what a {T} {W}
some {S} in {L} are still {G} to {B} {J} {N}
the {T}, {V} in {Y}, {V} a {N} of {J} {S}
it is the {J} {N} for {T} since {Y}
{G} {T} would {B} the {N} of {L}
the {J}, {J} {T} that {P} {V} has {V} {N}
{S} in this {N} {V} {R} against {T}
what a {N} {W} is that {S} and {S} {B} together
{P} did not {B} the {T}, but {V} to {J} {S}
at least {X} of them {B} in {L}, where {T} {W}
only {X} {S} out of {X} have been {V} so far
its {N} will {B} {T} if these {S} are {V}
{O} and a {J} {N} {V} a {N}-{N} {T}
a {J}-{N} {N} was {V} to {B} that {T}
his {N} of {T} was {R} {V} by {S}
their {J} {S} had {V} to a {N} in {L}
we have never {V} a {N} like this {T}
you can {B} any {N} without {G} your {T}
I do not {B} that our {T} can be {V}
we will {B} this {N}, and we will {B} it {R}
all of our {S} were {V} by {T} in {L}
nobody {W} {T} more than the {S} of {L}
""".strip().splitlines()

JOINS = [", while", ", but", ", and", ", because", ", although"]
JOINS += [" and", " after", " as", ";", " before"]

OPENINGS = """
In {Y},
On {Y},
Meanwhile,
However,
In {L},
Earlier this year,
At the same time,
For this {N},
Last week,
Despite {T},
According to {P},
In a {J} statement,
As a result,
Under a {J} {N},
By contrast,
More than {X} later,
""".strip().splitlines()

SPEECH = """
“{Q},” said {P}, {A}.
“{Q},” {P}, {A}, told {O}.
“{Q},” {P} said in {L} on {Y}.
{P}, {A}, said: “{Q}.”
“{Q},” the {N} said in a statement.
{P} said that {Q}.
“{Q},” {P} {V} {R}. “{Q}.”
Asked about the {T}, {P} said: “{Q}.”
The {N} called it “{J} {S}” and “{J} {N}”, {P} said.
""".strip().splitlines()

ROLES = """
the prime minister
a spokesman for the ministry
the head of the committee
a member of parliament
a professor of law
the mayor
a lawyer for the family
chief executive of the company
an analyst at the bank
the foreign minister
a senior official
an opposition leader
a police officer
the editor of the newspaper
a researcher at the university
""".strip().splitlines()

TITLES = """
{L} {W} {J} {T} as {S} {B}
{P} {W} {T} in {L}
{T} and {T}: what the {N} {W}
{X} {S} {V} in {L} {T}
{O} {W} {P} over {T}
Why the {J} {T} {W} {L}
“{J} {N}”: {P} on the {T}
{S} {B} to {B} {T} after {Y} {N}
""".strip().splitlines()

SLOT = re.compile(r"\{([A-Z])\}")

Pattern = tuple[str, str]


def compile_pattern(pattern: str) -> Pattern:
    """The pattern as a %-format, and its slots in order."""
    return SLOT.sub("%s", pattern.strip().replace("%", "%%")), "".join(SLOT.findall(pattern))


def compile_all(patterns: list[str]) -> list[Pattern]:
    """Compile each pattern."""
    return [compile_pattern(pattern) for pattern in patterns]
