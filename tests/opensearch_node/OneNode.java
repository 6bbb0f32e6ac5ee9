import java.util.concurrent.CountDownLatch;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One real OpenSearch node in this process: FOLDER HTTP_PORT TRANSPORT_PORT SEEDS NAMES. */
public final class OneNode {
    public static void main(String[] args) throws Exception {
        String folder = args[0], http = args[1], transport = args[2], seeds = args[3], names = args[4];
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1); // or it refuses the ports it does not count itself
        runner.onBuild((number, settings) -> settings
            .put("node.name", "node-" + http)
            .put("http.port", http)
            .put("transport.port", transport)
            .put("network.host", "127.0.0.1")
            .put("discovery.type", "zen")
            .putList("discovery.seed_hosts", seeds.split(","))
            .putList("cluster.initial_cluster_manager_nodes", names.split(","))
            .put("node.processors", Integer.getInteger("processors"))
            .put("path.repo", System.getProperty("java.io.tmpdir")) // where snapshots may go
            .put("action.auto_create_index", false)
            .put("action.destructive_requires_name", true)
            .put("cluster.routing.allocation.disk.threshold_enabled", false));
        runner.build(OpenSearchRunner.newConfigs()
            .basePath(folder).clusterName("onrecord-test").numOfNode(1).useLogger());
        new CountDownLatch(1).await(); // until the process is killed
    }
}
