import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.tdb2.TDB2;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

/**
 * Apache Jena (ARQ over TDB2) as a SPARQL server for the tests of the stores: Debian packages Jena without Fuseki.
 * The default graph is the union of all named graphs. tests/store/engines.py starts it.
 */
public class JenaServer {
    private static Dataset dataset;

    public static void main(String[] arguments) throws IOException {
        dataset = TDB2Factory.connectDataset(arguments[1]);
        dataset.getContext().set(TDB2.symUnionDefaultGraph, true);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/query", exchange -> answered(exchange, JenaServer::query));
        server.createContext("/update", exchange -> answered(exchange, JenaServer::update));
        server.createContext("/store", exchange -> answered(exchange, JenaServer::graph));
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
    }

    private record Answer(int status, String type, byte[] body) {
    }

    private interface Handler {
        Answer handle(HttpExchange exchange) throws Exception;
    }

    private static void answered(HttpExchange exchange, Handler handler) throws IOException {
        Answer answer;
        try {
            answer = handler.handle(exchange);
        } catch (QueryParseException error) {
            answer = new Answer(400, "text/plain", error.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (Exception error) {
            answer = new Answer(500, "text/plain", String.valueOf(error).getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("content-type", answer.type());
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    private static <T> T within(ReadWrite mode, Supplier<T> work) {
        dataset.begin(mode);
        try {
            T result = work.get();
            if (mode == ReadWrite.WRITE) {
                dataset.commit();
            }
            return result;
        } catch (RuntimeException error) {
            if (mode == ReadWrite.WRITE) {
                dataset.abort();
            }
            throw error;
        } finally {
            dataset.end();
        }
    }

    private static Answer query(HttpExchange exchange) throws IOException {
        Query query = QueryFactory.create(body(exchange));
        return within(ReadWrite.READ, () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (QueryExecution execution = QueryExecutionFactory.create(query, dataset)) {
                if (query.isAskType()) {
                    ResultSetFormatter.outputAsJSON(out, execution.execAsk());
                } else if (query.isSelectType()) {
                    ResultSetFormatter.outputAsJSON(out, execution.execSelect());
                } else {
                    RDFDataMgr.write(
                        out, query.isDescribeType() ? execution.execDescribe() : execution.execConstruct(), Lang.NTRIPLES);
                    return new Answer(200, "application/n-triples", out.toByteArray());
                }
            }
            return new Answer(200, "application/sparql-results+json", out.toByteArray());
        });
    }

    private static Answer update(HttpExchange exchange) throws IOException {
        var request = UpdateFactory.create(body(exchange));
        return within(ReadWrite.WRITE, () -> {
            UpdateAction.execute(request, dataset);
            return new Answer(204, "text/plain", new byte[0]);
        });
    }

    private static Answer graph(HttpExchange exchange) {
        String name = parameters(exchange).get("graph");
        return within(ReadWrite.READ, () -> {
            if (!dataset.containsNamedModel(name)) {
                return new Answer(404, "text/plain", new byte[0]);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RDFDataMgr.write(out, dataset.getNamedModel(name), Lang.NTRIPLES);
            return new Answer(200, "application/n-triples", out.toByteArray());
        });
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> found = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] sides = part.split("=", 2);
            found.put(sides[0], URLDecoder.decode(sides.length > 1 ? sides[1] : "", StandardCharsets.UTF_8));
        }
        return found;
    }
}
