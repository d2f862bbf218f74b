package org.resnet4j.infer;

import java.util.List;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/** The pictures of {@code evaluation.py}. */
public final class Noise {
  private Noise() {}

  public static byte[] bytes(int seed, int count) {
    byte[] bytes = new byte[count];
    int state = seed;
    for (int i = 0; i < count; i++) {
      state = state * 1_103_515_245 + 12_345;
      bytes[i] = (byte) (state >>> 16);
    }
    return bytes;
  }

  public static Image picture(int seed, int height, int width) {
    return new Image(bytes(seed, 3 * height * width), 3, height, width);
  }

  /** Images that are parts of larger pictures, all of class 0. */
  public record Pictures(Shape shape, List<Image> pictures) implements Dataset {
    @Override
    public String name() {
      return "noise";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b");
    }

    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public void image(int index, Image reuse) {
      reuse.view(pictures.get(index).pixels(), 0, shape.channels(), shape.height(), shape.width());
    }

    @Override
    public Image picture(int index) {
      return pictures.get(index);
    }
  }
}
