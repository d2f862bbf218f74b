package org.resnet4j.train.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.ProtobufMessage;

/**
 * Writes the finished epochs of a run for other programs: {@code metrics.csv}, and TensorBoard's
 * {@code events.out.tfevents.*}. Both depend only on the epochs, so a resumed run has the same
 * files as an uninterrupted one.
 */
final class Metrics {
  private static final int MASK = 0xa282ead8; // TensorFlow, core/lib/hash/crc32c.h

  private Metrics() {}

  /**
   * Updates both files to these epochs.
   *
   * @param folder of the run
   * @param started the start time, as in {@code run.json}
   */
  static void write(Path folder, String started, List<EpochResult> history) throws IOException {
    AtomicFile.write(folder.resolve("metrics.csv"), csv(history));
    Instant begin = Instant.parse(started);
    Path events = folder.resolve("events.out.tfevents." + begin.getEpochSecond() + ".resnet4j");
    bring(events, events(begin, history));
  }

  /** A header line, and a line for each epoch. */
  private static String csv(List<EpochResult> history) {
    RecordComponent[] columns = EpochResult.class.getRecordComponents();
    Stream<String> names =
        Stream.of(Arrays.stream(columns).map(RecordComponent::getName).collect(joined()));
    Stream<String> rows =
        history.stream()
            .map(
                each ->
                    Arrays.stream(columns).map(column -> value(column, each)).collect(joined()));
    return Stream.concat(names, rows).collect(Collectors.joining("\n", "", "\n"));
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  private static String value(RecordComponent column, EpochResult result) {
    try {
      Object value = column.getAccessor().invoke(result);
      return value == null ? "" : value.toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's components can be read", e);
    }
  }

  /**
   * Appends the missing end of the content to a file, for programs that follow it; a file that is
   * not a prefix of the content is replaced.
   */
  private static void bring(Path file, byte[] content) throws IOException {
    byte[] present = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    boolean begins =
        present.length > 0
            && present.length <= content.length
            && Arrays.equals(present, 0, present.length, content, 0, present.length);
    if (!begins) {
      AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(content)));
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      int rest = content.length - present.length;
      AtomicFile.writeFully(channel, ByteBuffer.wrap(content, present.length, rest));
    }
  }

  /** Records of tensorflow/core/util/event.proto; times are computed from the recorded seconds. */
  private static byte[] events(Instant begin, List<EpochResult> history) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    double time = begin.getEpochSecond();
    append(file, new ProtobufMessage().decimal(1, time).text(3, "brain.Event:2"));
    for (EpochResult result : history) {
      time += result.seconds() + result.evaluationSeconds();
      ProtobufMessage summary = new ProtobufMessage();
      scalars(result)
          .forEach(
              (tag, value) ->
                  summary.message(
                      1, new ProtobufMessage().text(1, tag).decimal(2, value.floatValue())));
      append(
          file,
          new ProtobufMessage().decimal(1, time).number(2, result.step()).message(5, summary));
    }
    return file.toByteArray();
  }

  private static Map<String, Double> scalars(EpochResult result) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/train", result.trainLoss());
    scalars.put("loss/validation", result.validationLoss());
    scalars.put("top1/train", result.trainTop1());
    scalars.put("top1/validation", result.validationTop1());
    Double top5 = result.validationTop5();
    if (top5 != null) {
      scalars.put("top5/validation", top5);
    }
    scalars.put("rate", result.rate());
    scalars.put("images_per_second", result.imagesPerSecond());
    return scalars;
  }

  /** A record of tensorflow/core/lib/io/record_writer.h: length, its check, data, their check. */
  private static void append(ByteArrayOutputStream file, ProtobufMessage event) {
    byte[] data = event.toBytes();
    byte[] length = little(8).putLong(data.length).array();
    file.writeBytes(length);
    file.writeBytes(little(4).putInt(check(length)).array());
    file.writeBytes(data);
    file.writeBytes(little(4).putInt(check(data)).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int check(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
