package org.resnet4j.io.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.fuzz.MemoryChannel;
import org.resnet4j.io.FormatException;

class TarReaderTest {
  private static final String LONG = "folder/" + "x".repeat(150) + "/é.jpg";

  private static List<TarMember> members(byte[] tar) throws IOException {
    TarReader reader = new TarReader(new MemoryChannel(tar));
    List<TarMember> members = new ArrayList<>();
    for (TarMember next = reader.next(); next != null; next = reader.next()) {
      members.add(next);
    }
    return members;
  }

  private static String content(byte[] tar, TarMember member) {
    int from = (int) member.offset();
    return new String(Arrays.copyOfRange(tar, from, from + (int) member.length()), ISO_8859_1);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TarReaderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (String name : names) {
      tar.add(name, ("content of " + name).getBytes(ISO_8859_1));
    }
    tar.finish();
    return out.toByteArray();
  }

  /** A header with other bytes at a place, and with the checksum put right. */
  private static byte[] with(byte[] tar, int at, String bytes) {
    byte[] changed = tar.clone();
    byte[] other = bytes.getBytes(ISO_8859_1);
    System.arraycopy(other, 0, changed, at, other.length);
    Arrays.fill(changed, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < TarBlock.SIZE; i++) {
      sum += changed[i] & 0xFF;
    }
    byte[] octal = String.format(java.util.Locale.ROOT, "%06o\0 ", sum).getBytes(ISO_8859_1);
    System.arraycopy(octal, 0, changed, 148, octal.length);
    return changed;
  }

  /** Made by tar.py with Python's tarfile. */
  @ParameterizedTest
  @ValueSource(strings = {"ustar.tar", "gnu.tar", "pax.tar"})
  void archivesOfOtherProgramsAreRead(String file) throws IOException {
    byte[] tar = resource(file);
    List<TarMember> members = members(tar);
    assertThat(members)
        .extracting(TarMember::name, TarMember::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("folder/", TarMember.Kind.FOLDER),
            org.assertj.core.groups.Tuple.tuple("a.txt", TarMember.Kind.FILE),
            org.assertj.core.groups.Tuple.tuple(
                file.equals("ustar.tar") ? "folder/" + "x".repeat(90) + ".txt" : LONG,
                TarMember.Kind.FILE),
            org.assertj.core.groups.Tuple.tuple("link.txt", TarMember.Kind.OTHER),
            org.assertj.core.groups.Tuple.tuple("b.txt", TarMember.Kind.FILE));
    assertThat(content(tar, members.get(1))).isEqualTo("first");
    assertThat(content(tar, members.get(2))).isEqualTo("long".repeat(1000));
    assertThat(content(tar, members.get(4))).isEqualTo("last");
  }

  @Test
  void whatIsWrittenIsReadAndDependsOnNothingElse() throws IOException {
    byte[] tar = tar("a.jpg", "a.cls");
    assertThat(members(tar)).extracting(TarMember::name).containsExactly("a.jpg", "a.cls");
    assertThat(content(tar, members(tar).get(0))).isEqualTo("content of a.jpg");
    assertThat(tar("a.jpg", "a.cls")).isEqualTo(tar).hasSize(10_240);
  }

  @ParameterizedTest
  @CsvSource({
    "1, truncated",
    "512, truncated",
    "600, truncated",
    "1024, truncated",
    "2047, truncated"
  })
  void truncatedArchivesAreRefused(int length, String reason) throws IOException {
    byte[] cut = Arrays.copyOf(tar("a.jpg", "a.cls"), length);
    assertThatThrownBy(() -> members(cut))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "77777777777\0", // 8 GB
        "-0000000001\0",
        "99999999999\0",
        "\u0080\0\0\0\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF",
        "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF",
        "\u0080\0\0\0\0\0\0\2\u0054\u000B\u00E4\0" // 10 GB in base 256
      })
  void impossibleSizesAreRefused(String size) throws IOException {
    byte[] tar = with(tar("a.jpg"), 124, size);
    assertThatThrownBy(() -> members(tar)).isInstanceOf(FormatException.class);
  }

  @Test
  void baseTwoHundredFiftySixIsRead() throws IOException {
    byte[] tar = with(tar("a.jpg"), 124, "\u0080\0\0\0\0\0\0\0\0\0\0\20");
    assertThat(members(tar)).extracting(TarMember::length).containsExactly(16L);
  }

  @Test
  void extendedHeadersOfGigabytesAreRefusedBeforeTheyAreRead() throws IOException {
    for (String type : List.of("x", "g", "L", "K")) {
      byte[] tar = with(with(tar("a.jpg"), 124, "17777777777\0"), 156, type);
      assertThatThrownBy(() -> members(tar)).hasMessageContaining("extended header of at most");
    }
  }

  @Test
  void sparseFilesAndCompressedArchivesAreRefusedWithAdvice() throws IOException {
    byte[] sparse = with(tar("a.jpg"), 156, "S");
    assertThatThrownBy(() -> members(sparse)).hasMessageContaining("--sparse");
    byte[] gzip = new byte[1024];
    gzip[0] = 0x1F;
    gzip[1] = (byte) 0x8B;
    assertThatThrownBy(() -> members(gzip)).hasMessageContaining("gunzip");
  }

  @Test
  void nothingAfterTheEndIsLostInSilence() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(tar("a.jpg"));
    joined.write(tar("b.jpg"));
    assertThatThrownBy(() -> members(joined.toByteArray())).hasMessageContaining("joined");
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    byte[] tar = tar("a.jpg");
    tar[0] = 'b';
    assertThatThrownBy(() -> members(tar)).hasMessageContaining("checksum");
  }
}
