package org.resnet4j.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;

/** Converts images to a network's input: normalised values, or a tensor on its device. */
public final class Pixels {
  private final float[] table;
  private final Device device;

  public Pixels(Normalisation normalisation, Device device) {
    this.table = normalisation.table();
    this.device = device;
  }

  /** A tensor {@code [n, c, h, w]} in the caller's scope from images of one shape. */
  public Tensor of(List<Image> images) {
    return HostMemory.images(values(images), images.size(), shape(images.get(0)), device);
  }

  /** Normalised values {@code [n, h, w, c]} of images of one shape. */
  public float[] values(List<Image> images) {
    Shape shape = shape(images.get(0));
    if (table.length != 256 * shape.channels()) {
      throw new DataException(
          "expected images of "
              + table.length / 256
              + " channels, as the normalisation has, got "
              + shape);
    }
    int size = Math.toIntExact(shape.size());
    float[] values = new float[Math.multiplyExact(images.size(), size)];
    int out = 0;
    for (Image image : images) {
      byte[] pixels = image.pixels();
      int end = image.offset() + size;
      for (int in = image.offset(); in < end; in += shape.channels()) {
        for (int c = 0; c < shape.channels(); c++) {
          values[out++] = table[(c << 8) + (pixels[in + c] & 0xFF)];
        }
      }
    }
    return values;
  }

  public static Image image(Dataset data, int index) {
    Image image = new Image();
    data.image(index, image);
    return image;
  }

  public static Shape shape(Image image) {
    return new Shape(image.channels(), image.height(), image.width());
  }
}
