package org.resnet4j.data.shards;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Resize;
import org.resnet4j.image.ResizedBox;
import org.resnet4j.image.Rows;
import org.resnet4j.image.decode.Decoder;

/**
 * A picture as it is stored in a shard.
 *
 * @param ending the extension of its format
 */
record PackedPicture(byte[] bytes, String ending) {
  /**
   * A picture as it is, or where its shorter side is too long, resized (bilinear, antialiased) and
   * encoded as JPEG, upright.
   *
   * @throws org.resnet4j.image.ImageException if it is no picture, damaged, or over a limit
   */
  static PackedPicture of(byte[] file, PackSettings settings, Limits limits) throws IOException {
    EncodedImage header = Decoder.open(file, limits);
    Integer size = settings.size();
    if (size == null) {
      return new PackedPicture(file, ending(file));
    }
    if (Math.min(header.height(), header.width()) <= size) {
      Decoder.scan(file, picture -> Rows.NOWHERE, limits);
      return new PackedPicture(file, ending(file));
    }
    Image resized =
        Decoder.decode(
            file,
            (channels, height, width, transposed) ->
                new ResizedBox(
                        0,
                        0,
                        height,
                        width,
                        Resize.side(height, width, size),
                        Resize.side(width, height, size),
                        Filter.BILINEAR)
                    .target(channels, height, width, transposed),
            limits);
    return new PackedPicture(jpeg(resized, settings.quality()), "jpg");
  }

  /** By the first bytes, as decoders go by them. */
  private static String ending(byte[] file) {
    return switch (file[0] & 0xFF) {
      case 0xFF -> "jpg";
      case 0x89 -> "png";
      case 'G' -> "gif";
      case 'B' -> "bmp";
      default -> "webp";
    };
  }

  /** The encoder of the Java platform: there is none of our own. */
  private static byte[] jpeg(Image image, double quality) throws IOException {
    BufferedImage pixels =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        pixels.setRGB(
            x, y, image.value(y, x, 0) << 16 | image.value(y, x, 1) << 8 | image.value(y, x, 2));
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality((float) quality);
      writer.setOutput(out);
      writer.write(
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(pixels), how),
          new IIOImage(pixels, null, null),
          how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
