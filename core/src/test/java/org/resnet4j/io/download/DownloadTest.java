package org.resnet4j.io.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way a download can go, against a server on this machine. */
class DownloadTest {
  @TempDir Path folder;

  private final byte[] content = new byte[300_000];
  private final Download download = new Download(Duration.ofMillis(700));
  private final List<String> ranges = new ArrayList<>();
  private final List<Long> heard = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  // What the server does.
  private boolean knowsRanges = true;
  private int status = 200;
  private int diesAfter = Integer.MAX_VALUE;
  private int deaths = Integer.MAX_VALUE;
  private boolean hangs;
  private int refusals;
  private String retryAfter = "";
  private int shiftedRanges;
  private int trickles;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/file", this::serve);
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/file");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.createContext(
        "/lost",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://[bad");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = 0;
    int code = refusals-- > 0 ? 503 : status;
    if (code == 503 && !retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    if (range != null && knowsRanges && code == 200) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      code = from < content.length ? 206 : 416;
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range",
              "bytes "
                  + (shiftedRanges-- > 0 ? from - 1 : from)
                  + "-"
                  + (content.length - 1)
                  + "/"
                  + content.length);
    }
    if (code >= 400) {
      exchange.sendResponseHeaders(code, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(code, content.length - from);
    OutputStream out = exchange.getResponseBody();
    for (; trickles > 0; trickles--, from++) {
      out.write(content, from, 1);
      out.flush();
      pause(20);
    }
    if (diesAfter < content.length - from && deaths-- > 0) {
      out.write(content, from, diesAfter);
      out.flush();
      if (hangs) {
        pause(5_000);
      }
      // Closing a body that is not complete drops the connection.
      exchange.close();
      return;
    }
    out.write(content, from, content.length - from);
    exchange.close();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Remote remote(String path, String checksum) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new Remote(uri, "file.bin", checksum, 1 << 20);
  }

  private Remote remote() {
    return remote("/file", "md5:" + digest("MD5"));
  }

  private String digest(String algorithm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path fetch(Remote remote) {
    return download.fetch(remote, folder, (bytes, total) -> heard.add(bytes));
  }

  private void refused(Remote remote, String... parts) {
    assertThatThrownBy(() -> fetch(remote))
        .isInstanceOf(DownloadException.class)
        .message()
        .doesNotContain("\n")
        .contains(parts);
    assertThat(folder.resolve("file.bin")).doesNotExist();
  }

  private Path part() {
    return folder.resolve("file.bin.part");
  }

  @Test
  void fetchesWhole() {
    assertThat(fetch(remote())).hasBinaryContent(content).isEqualTo(folder.resolve("file.bin"));
    assertThat(part()).doesNotExist();
    assertThat(heard).isSorted().startsWith(0L).endsWith(300_000L);
    assertThat(ranges).containsExactly("null");
  }

  @Test
  void theTotalIsThatOfTheWholeFile() throws IOException {
    Files.write(part(), Arrays.copyOf(content, 123_456));
    List<Long> totals = new ArrayList<>();
    download.fetch(remote(), folder, (bytes, total) -> totals.add(total));
    assertThat(totals).contains(300_000L).allMatch(total -> total == 300_000 || total == -1);
  }

  @Test
  void aLengthThatIsNotGivenIsUnknown() {
    List<Long> totals = new ArrayList<>();
    download.fetch(
        remote("/chunked", "md5:" + digest("MD5")),
        folder,
        (bytes, total) -> {
          heard.add(bytes);
          totals.add(total);
        });
    assertThat(totals).containsOnly(-1L);
    assertThat(heard).endsWith(300_000L);
  }

  /** A server can send more than it announced, so what arrives is counted. */
  @Test
  void refusesMoreThanItWantedOfUnknownLength() throws IOException {
    Remote chunked = remote("/chunked", "md5:" + digest("MD5"));
    Remote less = new Remote(chunked.uri(), "file.bin", "md5:" + digest("MD5"), 299_999);
    refused(less, "expected at most 299,999 bytes", "refused");
    assertThat(Files.exists(part()) ? Files.size(part()) : 0).isLessThan(300_000);
    Remote exact = new Remote(chunked.uri(), "file.bin", "md5:" + digest("MD5"), 300_000);
    assertThat(fetch(exact)).hasBinaryContent(content);
  }

  @Test
  void aCompleteFileIsNotFetchedAgain() {
    fetch(remote());
    fetch(remote());
    assertThat(ranges).hasSize(1);
  }

  @Test
  void aWrongFileOfThatNameIsReplaced() throws IOException {
    Files.write(folder.resolve("file.bin"), new byte[10]);
    assertThat(fetch(remote())).hasBinaryContent(content);
  }

  @Test
  void theFirstDigitsOfASha256Suffice() {
    assertThat(fetch(remote("/file", "sha256:" + digest("SHA-256").substring(0, 8))))
        .hasBinaryContent(content);
  }

  @Test
  void followsRedirects() {
    assertThat(fetch(remote("/moved", "md5:" + digest("MD5")))).hasBinaryContent(content);
  }

  @Test
  void goesOnFromAPart() throws IOException {
    Files.write(part(), Arrays.copyOf(content, 123_456));
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=123456-");
    assertThat(heard).startsWith(123_456L).endsWith(300_000L);
  }

  @Test
  void beginsAgainWhereTheServerKnowsNoRanges() throws IOException {
    knowsRanges = false;
    Files.write(part(), Arrays.copyOf(content, 123_456));
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=123456-");
  }

  @Test
  void beginsAgainWhereThePartIsTooLong() throws IOException {
    Files.write(part(), new byte[400_000]);
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=400000-", "null");
  }

  @Test
  void aCompletePartNeedsNoServer() throws IOException {
    Files.write(part(), content);
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).isEmpty();
  }

  @Test
  void removesAWrongFile() throws IOException {
    String wrong = "md5:" + "0".repeat(32);
    refused(remote("/file", wrong), "expected " + wrong, digest("MD5"), "removed");
    assertThat(part()).doesNotExist();
  }

  @Test
  void aServerThatDiesOnceIsAskedForTheRest() {
    diesAfter = 200_000;
    deaths = 1;
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).hasSize(2).last().asString().startsWith("bytes=");
  }

  @Test
  void aServerThatKeepsDyingLeavesWhatCame() throws IOException {
    diesAfter = 50_000;
    refused(remote(), "the connection broke", "bytes are kept, fetch again to resume");
    assertThat(ranges).hasSize(3);
    long kept = Files.size(part());
    assertThat(kept).isPositive();
    assertThat(Files.readAllBytes(part())).isEqualTo(Arrays.copyOf(content, (int) kept));
    diesAfter = Integer.MAX_VALUE;
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).last().isEqualTo("bytes=" + kept + "-");
  }

  @Test
  void aSilentServerIsGivenUp() {
    diesAfter = 10_000;
    hangs = true;
    refused(remote(), "no data received", "fetch again to resume");
  }

  /** 20 ms a byte: it is never silent. */
  @Test
  void aServerThatHardlySendsAnythingIsGivenUp() {
    trickles = 10_000;
    refused(remote(), "bytes received in", "are kept, fetch again to resume");
  }

  @Test
  void saysWhatTheServerSaid() throws IOException {
    status = 404;
    refused(remote(), "status 404");
    assertThat(ranges).hasSize(1);
    status = 503;
    refused(remote(), "status 503", "try again later");
    assertThat(ranges).as("tried three times").hasSize(4);
    assertThat(part()).as("no empty part").doesNotExist();
  }

  @Test
  void aServerThatIsBusyForAWhileIsAskedAgainAndThePartIsKept() throws IOException {
    Files.write(part(), Arrays.copyOf(content, 123_456));
    refusals = 2;
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).hasSize(3).containsOnly("bytes=123456-");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 503, 500, 403, 304})
  void noAnswerCostsWhatIsHere(int code) throws IOException {
    Files.write(part(), Arrays.copyOf(content, 123_456));
    status = code;
    refused(remote(), "status " + code);
    assertThat(part()).hasBinaryContent(Arrays.copyOf(content, 123_456));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "Fri, 31 Dec 2100 23:59:59 GMT"})
  void doesNotWaitForHours(String wait) {
    refusals = 1;
    retryAfter = wait;
    refused(remote(), "status 503 and asks to wait");
    assertThat(ranges).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "Fri, 31 Dec 1999 23:59:59 GMT", "-5"})
  void asksAgainWhereTheServerNamesNoTime(String wait) {
    refusals = 1;
    retryAfter = wait;
    assertThat(fetch(remote())).hasBinaryContent(content);
  }

  @Test
  void aRedirectToWhatIsNoAddressIsRefused() {
    refused(remote("/lost", "md5:" + digest("MD5")), "/lost: ");
  }

  @Test
  void beginsAgainWhereTheServerGoesOnElsewhere() throws IOException {
    Files.write(part(), Arrays.copyOf(content, 123_456));
    shiftedRanges = 1;
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=123456-", "null");
  }

  @Test
  void beginsAgainWhereThePartIsOfAnotherFile() throws IOException {
    Files.write(part(), new byte[123_456]);
    assertThat(fetch(remote())).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=123456-", "null");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/file");
    refused(new Remote(uri, "file.bin", "md5:" + digest("MD5"), 1 << 20), "are you online?");
  }

  @Test
  void saysThatTheNameIsUnknown() {
    URI uri = URI.create("http://nowhere.invalid/file");
    refused(new Remote(uri, "file.bin", "md5:" + digest("MD5"), 1 << 20), "are you online?");
  }

  @Test
  void refusesMoreThanItWanted() {
    Remote small = new Remote(remote().uri(), "file.bin", remote().checksum(), 299_999);
    refused(small, "expected at most 299,999 bytes");
  }

  @Test
  void ofManyThatWantAFileOneFetchesIt() throws Exception {
    List<Future<Path>> fetches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Download own = new Download(Duration.ofSeconds(5));
      fetches.add(threads.submit(() -> own.fetch(remote(), folder, (bytes, total) -> {})));
    }
    for (Future<Path> fetch : fetches) {
      assertThat(fetch.get()).hasBinaryContent(content);
    }
    assertThat(ranges).containsExactly("null");
  }

  @Test
  void theWholeChecksumOfTheFirstFileHolds() throws IOException {
    String digits = digest("SHA-256");
    Remote abbreviated = remote("/file", "sha256:" + digits.substring(0, 8));
    Path file = fetch(abbreviated);
    Path note = folder.resolve("file.bin.sha256");
    assertThat(note).hasContent(digits + "  file.bin\n");
    assertThat(abbreviated.isAt(file)).isTrue();
    Files.writeString(note, digits.substring(0, 8) + "0".repeat(56) + "  file.bin\n");
    assertThat(abbreviated.isAt(file)).isFalse();
    Files.delete(file);
    refused(abbreviated, "expected sha256:" + digits.substring(0, 8) + "000", digits);
    Files.writeString(note, "0".repeat(64));
    refused(abbreviated, "file.bin.sha256", "remove it");
    Files.delete(note);
    fetch(remote("/file", "sha256:" + digits));
    assertThat(note).as("nothing to learn").doesNotExist();
  }

  @Test
  void saysThatTheFolderCannotBeWritten() throws IOException {
    Path file = Files.write(folder.resolve("taken"), new byte[1]);
    assertThatThrownBy(() -> download.fetch(remote(), file.resolve("in"), (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("it cannot be written");
  }

  @Test
  void remotesAreChecked() {
    URI uri = URI.create("http://example.org/");
    assertThatThrownBy(() -> new Remote(uri, "../x", "md5:00000000", 1))
        .hasMessageContaining("file name");
    assertThatThrownBy(() -> new Remote(uri, "x", "crc:00000000", 1))
        .hasMessageContaining("checksum");
  }
}
