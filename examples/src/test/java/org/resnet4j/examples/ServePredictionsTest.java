package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.infer.Predictor;

class ServePredictionsTest {
  private static final String WEIGHTS = "resnet20-cifar10";

  private final HttpClient client = HttpClient.newHttpClient();

  /** A picture whose size depends on the number. */
  private static byte[] png(int number) {
    Image image = new Image(3, 20 + 3 * number, 90 - 2 * number);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (i * (number + 1) >> number % 5);
    }
    return PngWriter.encode(image);
  }

  private CompletableFuture<HttpResponse<String>> post(int port, byte[] body) {
    URI uri = URI.create("http://localhost:" + port + "/predict");
    return client.sendAsync(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void manyCallersGetTheAnswersOfOneAndBrokenPicturesAReason() throws Exception {
    try (Predictor predictor = Predictor.load(WEIGHTS);
        ServePredictions service = new ServePredictions(WEIGHTS, 0)) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(post(service.port(), png(i)));
      }
      for (int i = 0; i < answers.size(); i++) {
        HttpResponse<String> answer = answers.get(i).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines()).hasSize(5);
        assertThat(answer.body().lines().findFirst().orElseThrow())
            .endsWith(" " + predictor.predict(png(i)).label());
      }
      HttpResponse<String> broken = post(service.port(), "no picture".getBytes()).join();
      assertThat(broken.statusCode()).isEqualTo(400);
      assertThat(broken.body()).contains("not an image");
    }
  }
}
