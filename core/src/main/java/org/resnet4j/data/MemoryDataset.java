package org.resnet4j.data;

import java.util.List;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * A data set that lies in memory as one array of bytes, {@code [image, height, width, channel]}.
 *
 * @param labels the class of each image, one byte each, read without a sign
 */
record MemoryDataset(String name, List<String> classes, Shape shape, byte[] pixels, byte[] labels)
    implements Dataset {
  MemoryDataset {
    if (pixels.length != labels.length * shape.size()) {
      throw new IllegalArgumentException(
          labels.length + " images of " + shape + " do not fill " + pixels.length + " bytes");
    }
  }

  /**
   * Checks that labels are classes.
   *
   * @throws DataException naming the file and the first label that is not
   */
  static byte[] checked(byte[] labels, int classes, String file) {
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xFF;
      if (label >= classes) {
        throw new DataException(
            file
                + ": labels 0 to "
                + (classes - 1)
                + " wanted, but image "
                + i
                + " has "
                + label
                + ": the file is damaged or another one; fetch it again");
      }
    }
    return labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  @Override
  public void image(int index, Image reuse) {
    int size = (int) shape.size();
    reuse.view(pixels, index * size, shape.channels(), shape.height(), shape.width());
  }
}
