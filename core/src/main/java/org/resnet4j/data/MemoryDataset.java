package org.resnet4j.data;

import java.util.List;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/** An in-memory data set: one array {@code [image, height, width, channel]}. */
public final class MemoryDataset implements Dataset {
  private final String name;
  private final List<String> classes;
  private final Shape shape;
  private final byte[] pixels;
  private final byte[] labels;

  /**
   * With the class of each image as an unsigned byte. The arrays are kept, not copied.
   *
   * @throws IllegalArgumentException if the pixels do not fill the images
   * @throws DataException if a label is not that of a class
   */
  public MemoryDataset(
      String name, List<String> classes, Shape shape, byte[] pixels, byte[] labels) {
    if (pixels.length != labels.length * shape.size()) {
      throw new IllegalArgumentException(
          labels.length + " images of " + shape + " do not fill " + pixels.length + " bytes");
    }
    checked(labels, classes.size(), name);
    this.name = name;
    this.classes = List.copyOf(classes);
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Checks that labels are classes.
   *
   * @throws DataException naming the file and the first label that is not
   */
  public static byte[] checked(byte[] labels, int classes, String file) {
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xFF;
      if (label >= classes) {
        throw new DataException(
            file,
            "expected labels of 0 to "
                + (classes - 1)
                + ", got "
                + label
                + " for image "
                + i
                + ": the data are damaged or different ones");
      }
    }
    return labels;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Shape shape() {
    return shape;
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
