package org.resnet4j.arch.cost;

import java.util.List;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

/**
 * Interprets a network on the shape of one image, and so finds mismatches before any memory is
 * allocated. All methods throw {@link IllegalArgumentException} with one line that names the place
 * and the mismatch.
 */
public class Shapes implements Ops<Shape> {
  private String last = "the input";

  /** An interpreter for one pass through a network. */
  public Shapes() {}

  @Override
  public Shape conv(Conv conv, Shape x) {
    requireChannels(conv.name(), conv.in(), x);
    int height = conv.outputSize(x.height());
    int width = conv.outputSize(x.width());
    requireWindow(conv.name(), conv.kernel(), height, width, x);
    last = conv.name();
    return new Shape(conv.out(), height, width);
  }

  @Override
  public Shape batchNorm(BatchNorm norm, Shape x) {
    requireChannels(norm.name(), norm.channels(), x);
    last = norm.name();
    return x;
  }

  @Override
  public Shape linear(Linear linear, Shape x) {
    if (x.height() != 1 || x.width() != 1) {
      throw new IllegalArgumentException(
          linear.name() + " expects a vector of features, got maps of " + x);
    }
    requireChannels(linear.name(), linear.in(), x);
    last = linear.name();
    return new Shape(linear.out(), 1, 1);
  }

  @Override
  public Shape relu(Shape x) {
    return x;
  }

  @Override
  public Shape sigmoid(Shape x) {
    return x;
  }

  @Override
  public Shape affine(Affine affine, Shape x) {
    return x;
  }

  @Override
  public Shape pool(Pool pool, Shape x) {
    int height = pool.outputSize(x.height());
    int width = pool.outputSize(x.width());
    requireWindow("the pooling after " + last, pool.kernel(), height, width, x);
    return new Shape(x.channels(), height, width);
  }

  @Override
  public Shape avgPool(AvgPool pool, Shape x) {
    return new Shape(x.channels(), pool.size(), pool.size());
  }

  @Override
  public Shape flatten(Shape x) {
    return new Shape(Math.toIntExact(x.size()), 1, 1);
  }

  @Override
  public Shape dropout(Dropout dropout, Shape x) {
    return x;
  }

  @Override
  public Shape add(Shape a, Shape b) {
    requireEqual("the addition after " + last, a, b);
    return a;
  }

  /** The second may have one value per channel, which is broadcast. */
  @Override
  public Shape multiply(Shape a, Shape b) {
    if (b.equals(new Shape(a.channels(), 1, 1))) {
      return a;
    }
    requireEqual("the multiplication after " + last, a, b);
    return a;
  }

  @Override
  public Shape concat(List<Shape> parts) {
    Shape first = parts.get(0);
    int channels = 0;
    for (Shape part : parts) {
      if (part.height() != first.height() || part.width() != first.width()) {
        throw new IllegalArgumentException(
            "the branches that end at "
                + last
                + " must have maps of one size, got "
                + first
                + " and "
                + part);
      }
      channels += part.channels();
    }
    return new Shape(channels, first.height(), first.width());
  }

  @Override
  public Shape subsample(Subsample subsample, Shape x) {
    requireChannels("the zero-padding shortcut after " + last, subsample.in(), x);
    return new Shape(
        subsample.out(), subsample.outputSize(x.height()), subsample.outputSize(x.width()));
  }

  /** Checks the side classifier, too, and returns the input, with which the main path continues. */
  @Override
  public Shape auxiliary(Auxiliary auxiliary, Shape x) {
    auxiliary.head().apply(this, x);
    return x;
  }

  private static void requireEqual(String where, Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException(where + " expects equal shapes, got " + a + " and " + b);
    }
  }

  private static void requireChannels(String where, int expected, Shape x) {
    if (x.channels() != expected) {
      throw new IllegalArgumentException(
          where + " expects " + expected + " channels, got " + x.channels() + " (" + x + ")");
    }
  }

  private static void requireWindow(String where, int kernel, int height, int width, Shape x) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          where
              + " has a window of "
              + kernel
              + "x"
              + kernel
              + ", and only "
              + x.height()
              + "x"
              + x.width()
              + " is left of the image; give larger images");
    }
  }
}
