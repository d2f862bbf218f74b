package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  record Point(int x, String name, @Nullable String note) {}

  record Route(List<Point> points) {}

  record Later(int x, @Json.Optional @Nullable Integer y) {}

  private static final Point POINT = new Point(3, "a", null);

  @Test
  void writesOneLineOrOneValueALine() {
    assertThat(Json.line(POINT)).isEqualTo("{\"x\":3,\"name\":\"a\",\"note\":null}");
    assertThat(Json.pretty(POINT))
        .isEqualTo("{\n  \"x\" : 3,\n  \"name\" : \"a\",\n  \"note\" : null\n}\n");
  }

  @Test
  void readsWhatItWrote(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), Json.pretty(POINT));
    assertThat(Json.read(file, Point.class)).isEqualTo(POINT);
    Point other = new Point(-1, "b", "c");
    Files.writeString(file, Json.line(POINT) + "\n" + Json.line(other) + "\n");
    assertThat(Json.readLines(file, Point.class)).containsExactly(POINT, other);
  }

  @Test
  void onlyWhatIsMarkedOptionalMayBeAbsent() {
    assertThat(Json.read("{\"x\":1}", Later.class)).isEqualTo(new Later(1, null));
    assertThat(Json.read("{\"x\":1,\"y\":2}", Later.class)).isEqualTo(new Later(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\":1,\"name\":\"a\"}|note",
        "{\"x\":1,\"note\":\"a\"}|name",
        "{\"x\":1,\"name\":null,\"note\":null}|field 'name'",
        "{\"x\":null,\"name\":\"a\",\"note\":null}|field 'x'",
        "{\"x\":\"one\",\"name\":\"a\",\"note\":null}|field 'x'",
        "{\"x\":1,\"name\":\"a\",\"note\":null,\"more\":0}|field 'more'",
        "null|not a valid record: null",
        "{\"x\":1,|not a valid record: Unexpected end-of-input",
        "[1]|not a valid record"
      })
  void saysWhatIsWrongOnOneLine(String json, String reason) {
    assertThatThrownBy(() -> Json.read(json, Point.class))
        .isInstanceOf(FormatException.class)
        .message()
        .startsWith("not a valid record: ")
        .contains(reason)
        .doesNotContain("\n");
  }

  @Test
  void namesTheFieldByItsWay() {
    String json =
        "{\"points\":[" + Json.line(POINT) + ",{\"x\":{},\"name\":\"a\",\"note\":\"b\"}]}";
    assertThatThrownBy(() -> Json.read(json, Route.class))
        .hasMessageContaining("field 'points[1].x': ");
  }

  @Test
  void aDamagedFileIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), Json.line(POINT) + "\n{");
    assertThatThrownBy(() -> Json.readLines(file, Point.class))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.json")
        .hasMessageContaining("it is damaged");
    Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> Json.read(file, String.class))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.json");
  }

  @Test
  void whatIsNoFileOrTooLongIsRefused(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> Json.read(folder, Point.class))
        .hasMessageContaining("expected a file of JSON, got a folder");
    assertThatThrownBy(() -> Json.readLines(folder, Point.class))
        .hasMessageContaining("expected a file of JSON, got a folder");
    // Sparse: 64 MiB of zeros that take no room.
    Path file = folder.resolve("long.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> Json.read(file, Point.class))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at most 67108864 bytes");
  }
}
