package org.resnet4j.train.step;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.train.recipe.Pruning;

/** The last known loss of each training image, for {@link Pruning}. */
public final class ImageLosses {
  private final float[] atStart;
  private final float[] now;

  /** Creates the losses of unseen images, which count as the hardest. */
  public ImageLosses(int images) {
    atStart = new float[images];
    now = new float[images];
    Arrays.fill(atStart, Float.MAX_VALUE);
    Arrays.fill(now, Float.MAX_VALUE);
  }

  /** The losses at the start of the epoch, so that a resumed epoch keeps the same images. */
  public float[] atStart() {
    return atStart;
  }

  /** Records the loss of an image. */
  public void note(int image, float loss) {
    now[image] = loss;
  }

  public void endEpoch() {
    System.arraycopy(now, 0, atStart, 0, now.length);
  }

  /** Both arrays, not copied, for checkpoints. */
  public List<float[]> arrays() {
    return List.of(atStart, now);
  }
}
