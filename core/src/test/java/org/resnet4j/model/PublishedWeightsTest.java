package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.infer.Predictor;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.download.Download;
import org.resnet4j.io.download.DownloadException;
import org.resnet4j.io.download.Remote;

class PublishedWeightsTest {
  private static final Download DOWNLOAD = new Download(Duration.ofSeconds(5));

  @TempDir private Path folder;

  @Test
  void eachIsForANetworkOfTheCatalogThatTakesItsImages() {
    List<String> names = ModelZoo.standard().all().stream().map(PublishedWeights::name).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names).hasSize(26);
    for (PublishedWeights weights : ModelZoo.standard().all()) {
      assertThat(Catalog.standard().build(weights.model()).options().input())
          .as(weights.name())
          .isEqualTo(weights.preprocessing().output());
      assertThat(weights.file().uri())
          .hasScheme("https")
          .hasHost("download.pytorch.org")
          .hasPath("/models/" + weights.file().file());
      assertThat(weights.file().file()).contains(weights.file().checksum().substring(7));
      assertThat(weights.top1()).isBetween(0.69, 0.84);
    }
  }

  /** As the published ones, but from an address here. */
  private static PublishedWeights at(URI uri, String digits) {
    String file = "tiny-" + digits + ".pth";
    return new PublishedWeights(
        "tiny",
        "resnet18",
        new Remote(uri.resolve("/models/" + file), file, "sha256:" + digits, 1 << 20),
        Preprocessing.IMAGENET,
        0.5);
  }

  @Test
  void aProgramAddsWeightsOfItsOwn() {
    PublishedWeights own = at(URI.create("http://127.0.0.1:1/"), "01234567");
    ModelZoo zoo = ModelZoo.standard().with(own);
    assertThat(zoo.named("tiny")).contains(own);
    assertThat(zoo.names()).hasSize(27).endsWith("tiny");
    assertThat(ModelZoo.standard().named("tiny")).isEmpty();
    assertThatThrownBy(() -> zoo.with(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tiny");
    InferenceOptions options = InferenceOptions.standard().withZoo(zoo);
    assertThatThrownBy(() -> Model.load("tiny", options))
        .isInstanceOfSatisfying(
            NoSuchWeightsException.class, e -> assertThat(e.published()).contains(own))
        .hasMessageContaining("not on this machine yet");
    assertThatThrownBy(() -> Model.load("tiny", InferenceOptions.standard()))
        .isInstanceOfSatisfying(
            NoSuchWeightsException.class, e -> assertThat(e.published()).isEmpty());
  }

  @Test
  void aBrokenTransferGoesOnWhereItWasAndTheHashInTheNameIsChecked() throws Exception {
    byte[] content = new byte[300_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + i / 977);
    }
    String digits =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
            .substring(0, 8);
    List<String> ranges = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/models",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          if (range != null) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-299999/300000");
          }
          exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
          int to = range == null ? 100_000 : content.length; // the first answer breaks off
          exchange.getResponseBody().write(content, from, to - from);
          exchange.getResponseBody().flush();
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://localhost:" + server.getAddress().getPort());
      Path file = at(uri, digits).fetch(folder, DOWNLOAD, (bytes, total) -> {});
      assertThat(file).hasFileName("tiny-" + digits + ".pth").hasBinaryContent(content);
      assertThat(ranges).hasSize(2).first().isEqualTo("null");
      assertThat(ranges.get(1)).isEqualTo("bytes=100000-");
      at(uri, digits).fetch(folder, DOWNLOAD, (bytes, total) -> {});
      assertThat(ranges).as("what is here is not fetched again").hasSize(2);
      assertThatThrownBy(() -> at(uri, "00000000").fetch(folder, DOWNLOAD, (bytes, total) -> {}))
          .isInstanceOf(DownloadException.class)
          .hasMessageContainingAll("expected sha256:00000000", digits);
      assertThat(folder.resolve("tiny-00000000.pth")).doesNotExist();
    } finally {
      server.stop(0);
    }
  }

  /** By the name of their file, the first digits of their SHA-256 are f37072fd. */
  @Test
  void weightsThatAreNotWhatWasFetchedAreNotLoaded() throws Exception {
    String before = System.getProperty("resnet4j.weights");
    System.setProperty("resnet4j.weights", folder.toString());
    try {
      Files.write(folder.resolve("resnet18-f37072fd.pth"), new byte[100]);
      assertThatThrownBy(() -> Predictor.load("resnet18-imagenet"))
          .isInstanceOf(FormatException.class)
          .hasMessageContainingAll("modified or damaged", "ModelZoo.standard().fetch");
    } finally {
      if (before == null) {
        System.clearProperty("resnet4j.weights");
      } else {
        System.setProperty("resnet4j.weights", before);
      }
    }
  }

  @Test
  void offlineIsSaidClearly() {
    URI nobody = URI.create("http://localhost:9");
    assertThatThrownBy(() -> at(nobody, "12345678").fetch(folder, DOWNLOAD, (b, t) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContainingAll("cannot reach localhost", "online");
    assertThat(Files.exists(folder.resolve("tiny-12345678.pth"))).isFalse();
  }
}
