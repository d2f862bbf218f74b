package org.resnet4j.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final String STARTED = "2026-01-02T03:04:05Z";
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Reads records, checks both sums bit by bit, and prints fields of messages as they come. */
  private static final String READER =
      """
      import struct, sys
      def crc32c(data):
          crc = 0xffffffff
          for byte in data:
              crc ^= byte
              for _ in range(8):
                  crc = (crc >> 1) ^ (0x82f63b78 if crc & 1 else 0)
          crc ^= 0xffffffff
          return (((crc >> 15) | (crc << 17)) + 0xa282ead8) & 0xffffffff
      def varint(data, at):
          value = shift = 0
          while True:
              byte = data[at]; at += 1
              value |= (byte & 127) << shift; shift += 7
              if byte < 128: return value, at
      def fields(data):
          at = 0
          while at < len(data):
              tag, at = varint(data, at)
              kind = tag & 7
              if kind == 0: value, at = varint(data, at)
              elif kind == 1: value = struct.unpack('<d', data[at:at + 8])[0]; at += 8
              elif kind == 5: value = struct.unpack('<f', data[at:at + 4])[0]; at += 4
              else:
                  size, at = varint(data, at)
                  value = data[at:at + size]; at += size
              yield tag >> 3, value
      data = open(sys.argv[1], 'rb').read()
      at = 0
      while at < len(data):
          size, check = struct.unpack('<QI', data[at:at + 12])
          assert check == crc32c(data[at:at + 8])
          event = data[at + 12:at + 12 + size]
          assert struct.unpack('<I', data[at + 12 + size:at + 16 + size])[0] == crc32c(event)
          at += size + 16
          event = dict(fields(event))
          line = [event[1], event.get(2), event.get(3, b'').decode()]
          for _, value in fields(event.get(5, b'')):
              value = dict(fields(value))
              line.append((value[1].decode(), round(value[2], 4)))
          print(*line)
      """;

  @TempDir private Path folder;

  private static List<EpochResult> epochs(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new EpochResult(
                    i, 300L * i, 0.5, 28, 2.5 / i, 0.25, 2.0 / i, 0.75, 1.0, 10, 0.5, 123, 0.01,
                    300))
        .toList();
  }

  private Path events(String name) {
    return folder.resolve(name).resolve("events.out.tfevents.1767323045.resnet4j");
  }

  private Path written(String name, int... counts) throws IOException {
    for (int count : counts) {
      Metrics.write(folder.resolve(name), STARTED, epochs(count));
    }
    return events(name);
  }

  @Test
  void anIndependentReaderFindsTheEpochs() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
    Path script = Files.writeString(folder.resolve("reader.py"), READER);
    Path file = written("run", 1, 2);
    Process process =
        new ProcessBuilder(PYTHON.toString(), script.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines()).hasSize(3).first().isEqualTo("1767323045.0 None brain.Event:2");
    assertThat(said.lines().toList().get(2))
        .startsWith("1767323066.0 600 ")
        .contains("('loss/train', 1.25)", "('loss/validation', 1.0)", "('top1/validation', 0.75)")
        .contains("('rate', 0.5)", "('images_per_second', 123.0)");
  }

  @Test
  void whatAResumedRunWritesAgainDoesNotDouble() throws IOException {
    Path whole = written("whole", 3);
    assertThat(written("grown", 1, 2, 3)).hasSameBinaryContentAs(whole);
    assertThat(written("again", 3, 2, 3)).hasSameBinaryContentAs(whole);
    Path torn = written("torn", 2);
    byte[] bytes = Files.readAllBytes(torn);
    Files.write(torn, Arrays.copyOf(bytes, bytes.length - 7));
    assertThat(written("torn", 3)).hasSameBinaryContentAs(whole);
    Files.write(torn, new byte[10]);
    assertThat(written("torn", 3)).as("something else").hasSameBinaryContentAs(whole);
  }

  @Test
  void aLineOfCsvForEachEpoch() throws IOException {
    written("run", 2);
    assertThat(folder.resolve("run/metrics.csv"))
        .content()
        .startsWith("epoch,step,rate,size,trainLoss,trainTop1,validationLoss,")
        .contains("\n1,300,0.5,28,2.5,0.25,2.0,", "\n2,600,0.5,28,1.25,")
        .endsWith("\n");
  }
}
