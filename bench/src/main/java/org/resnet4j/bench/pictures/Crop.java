package org.resnet4j.bench.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.resnet4j.data.augment.Draw;
import org.resnet4j.data.augment.RandomResizedCrop;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizedBox;
import org.resnet4j.image.decode.Decoder;

/**
 * A picture with the random resized crop that all rivals make of it.
 *
 * @param bytes of the file
 * @param flipped whether the crop is mirrored
 */
record Crop(Path file, byte[] bytes, ResizedBox box, boolean flipped) {
  private static final int SIDE = 224;
  private static final int SEED = 2015;

  /** 8 to 100 % of the area, ratios of 3/4 to 4/3: torchvision's defaults. */
  private static final RandomResizedCrop CROP =
      new RandomResizedCrop(SIDE, 0.08, 1, 3 / 4.0, 4 / 3.0, Filter.BILINEAR);

  /**
   * Draws one for each file, the same in every run.
   *
   * @throws IOException if a file cannot be read
   */
  static List<Crop> of(List<Path> files) throws IOException {
    List<Crop> crops = new ArrayList<>();
    for (Path file : files) {
      try {
        EncodedImage picture = Decoder.open(file, Limits.DEFAULT);
        boolean transposed = picture.orientation().isTransposed();
        Draw draw = new Draw(SEED, 0, crops.size(), 0);
        ResizedBox box =
            (ResizedBox)
                CROP.draw(
                    draw,
                    transposed ? picture.width() : picture.height(),
                    transposed ? picture.height() : picture.width());
        crops.add(new Crop(file, Files.readAllBytes(file), box, draw.chance(0.5)));
      } catch (ImageException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return crops;
  }
}
