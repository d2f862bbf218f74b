package org.resnet4j.image.jpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.resnet4j.image.jpeg.marker.Marker;

/** A large JPEG picture of one grey, in the least bytes: two bits for a block. */
public final class LargeJpeg {
  private LargeJpeg() {}

  /** The file, with an orientation in Exif. */
  public static byte[] grey(int width, int height, int orientation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {-1, (byte) Marker.SOI});
    ByteBuffer exif = ByteBuffer.allocate(32).put("Exif\0\0MM\0*".getBytes(US_ASCII));
    exif.putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment(out, Marker.APP1, exif.putShort((short) orientation).array());
    byte[] quantization = new byte[65];
    Arrays.fill(quantization, 1, 65, (byte) 1);
    segment(out, Marker.DQT, quantization);
    for (byte slot : new byte[] {0, 0x10}) {
      byte[] code = new byte[18];
      code[0] = slot;
      code[1] = 1;
      segment(out, Marker.DHT, code);
    }
    ByteBuffer frame = ByteBuffer.allocate(9).put((byte) 8);
    frame.putShort((short) height).putShort((short) width);
    segment(out, Marker.SOF0, frame.put(new byte[] {1, 1, 0x11, 0}).array());
    segment(out, Marker.SOS, new byte[] {1, 1, 0, 0, 63, 0});
    out.writeBytes(new byte[(width + 7) / 8 * ((height + 7) / 8) / 4 + 1]);
    out.writeBytes(new byte[] {-1, (byte) Marker.EOI});
    return out.toByteArray();
  }

  private static void segment(ByteArrayOutputStream out, int marker, byte[] content) {
    ByteBuffer segment = ByteBuffer.allocate(4 + content.length).put((byte) -1).put((byte) marker);
    out.writeBytes(segment.putShort((short) (2 + content.length)).put(content).array());
  }
}
