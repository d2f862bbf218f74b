package org.resnet4j.train.step;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.train.recipe.Pruning;

/** The loss that each training image had when it was last seen, by which {@link Pruning} goes. */
public final class ImageLosses {
  private final float[] atStart;
  private final float[] now;

  /** Of images that nobody has seen yet: as hard as can be. */
  public ImageLosses(int images) {
    atStart = new float[images];
    now = new float[images];
    Arrays.fill(atStart, Float.MAX_VALUE);
    Arrays.fill(now, Float.MAX_VALUE);
  }

  /** As they were when the epoch began, so that a resumed epoch keeps the same images. */
  public float[] atStart() {
    return atStart;
  }

  /** Notes what an image showed. */
  public void note(int image, float loss) {
    now[image] = loss;
  }

  public void endEpoch() {
    System.arraycopy(now, 0, atStart, 0, now.length);
  }

  /** Both arrays themselves, for checkpoints. */
  public List<float[]> arrays() {
    return List.of(atStart, now);
  }
}
