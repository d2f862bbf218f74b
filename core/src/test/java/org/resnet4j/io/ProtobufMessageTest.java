package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtobufMessageTest {
  @TempDir private Path folder;

  /** The first three are the examples of protobuf.dev/programming-guides/encoding. */
  @Test
  void writesTheWireFormat() throws IOException {
    assertThat(hex(new ProtobufMessage().number(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtobufMessage().text(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtobufMessage().message(3, new ProtobufMessage().number(1, 150))))
        .isEqualTo("1a03089601");
    assertThat(hex(new ProtobufMessage().number(1, -1))).isEqualTo("08ffffffffffffffffff01");
    assertThat(hex(new ProtobufMessage().number(16, 0))).isEqualTo("800100");
    assertThat(hex(new ProtobufMessage().decimal(2, 1.0f))).isEqualTo("150000803f");
    assertThat(hex(new ProtobufMessage().decimal(1, 1.0))).isEqualTo("09000000000000f03f");
  }

  @Test
  void fetchesBulkyFieldsInTheirPlace() throws IOException {
    ProtobufMessage inner =
        new ProtobufMessage()
            .number(1, 1)
            .bytes(9, 2, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[2])))
            .number(1, 2);
    ProtobufMessage outer = new ProtobufMessage().number(3, 3).message(7, inner).number(4, 4);
    assertThat(outer.size()).isEqualTo(14);
    assertThat(hex(outer)).isEqualTo("1803" + "3a08" + "0801" + "4a020000" + "0802" + "2004");
  }

  private String hex(ProtobufMessage message) throws IOException {
    Path file = folder.resolve("message");
    AtomicFile.write(file, message::writeTo);
    assertThat(Files.size(file)).isEqualTo(message.size());
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }
}
