package org.resnet4j.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.infer.Prediction;
import org.resnet4j.infer.Predictor;
import org.resnet4j.model.InferenceOptions;

/** A small HTTP service: POST the bytes of a picture to get its most probable classes. */
public final class ServePredictions implements AutoCloseable {
  /** Requests that are read and preprocessed in parallel; the predictor has its own threads. */
  private static final int CALLERS = 8;

  /** The largest request: more than the pictures of most cameras. */
  private static final int MOST_BYTES = 32 << 20;

  private final Predictor predictor;
  private final HttpServer server;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  /**
   * Answers requests to {@code /predict} on this machine.
   *
   * @param port 0 for any free port
   */
  ServePredictions(String weights, int port) throws IOException {
    Limits limits = Limits.DEFAULT.withFileBytes(MOST_BYTES);
    predictor = Predictor.load(weights, InferenceOptions.standard().withLimits(limits));
    predictor.warmUp();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(callers);
    server.createContext("/predict", this::answer);
    server.start();
  }

  /** The port on which it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        // Reads to the end or the limit, whatever a client sends.
        send(exchange, 200, text(predictor.predict(exchange.getRequestBody())));
      } catch (ImageException e) {
        send(exchange, 400, e.getMessage() + "\n");
      } catch (IllegalStateException e) {
        send(exchange, 503, e.getMessage() + "\n"); // Closed, or the weights are damaged.
      }
    }
  }

  private static String text(Prediction prediction) {
    StringBuilder lines = new StringBuilder();
    for (Prediction.Label label : prediction.top()) {
      lines.append(String.format(Locale.ROOT, "%.4f %s%n", label.probability(), label.label()));
    }
    return lines.toString();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Stops accepting requests, and waits up to a second for running ones. */
  @Override
  public void close() {
    server.stop(1);
    callers.shutdown();
    predictor.close();
  }

  /**
   * Serves until the process exits.
   *
   * @param words weights and a port, or {@code resnet20-cifar10} and 8080
   */
  public static void main(String[] words) throws IOException {
    String weights = words.length > 0 ? words[0] : "resnet20-cifar10";
    int port = words.length > 1 ? Integer.parseInt(words[1]) : 8080;
    ServePredictions service = new ServePredictions(weights, port);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    System.out.println(
        "curl --data-binary @cat.jpg http://localhost:" + service.port() + "/predict");
  }
}
