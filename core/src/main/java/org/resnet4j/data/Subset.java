package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;

/** A subset of another set in a given order; nothing is copied. */
public final class Subset implements Dataset {
  private final String name;
  private final Dataset all;
  private final int[] indices;

  public Subset(String name, Dataset all, int[] indices) {
    this.name = name;
    this.all = all;
    this.indices = indices;
  }

  /**
   * The images with the smallest rank inside their class, {@code count} in all, in file order: the
   * first images of every class, balanced across classes as far as their numbers allow.
   */
  static Dataset evenly(Dataset all, int count) {
    if (count < 1) {
      throw new DataException(
          "expected a limit of at least 1 image, got " + count + ": choose 1 or more");
    }
    if (count >= all.size()) {
      return all;
    }
    int[] sizes = new int[all.classes().size()];
    int[] ranks = new int[all.size()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = sizes[all.label(i)]++;
    }
    int[] taken = share(sizes, count);
    int[] indices = new int[count];
    int next = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] < taken[all.label(i)]) {
        indices[next++] = i;
      }
    }
    return new Subset(all.name(), all, indices);
  }

  /**
   * The number of images per class: one each in turn, lowest label first, until {@code count} is
   * met.
   */
  private static int[] share(int[] sizes, int count) {
    int[] taken = new int[sizes.length];
    int left = count;
    while (left > 0) {
      for (int c = 0; c < sizes.length && left > 0; c++) {
        if (taken[c] < sizes[c]) {
          taken[c]++;
          left--;
        }
      }
    }
    return taken;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return all.classes();
  }

  @Override
  public Shape shape() {
    return all.shape();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int label(int index) {
    return all.label(indices[index]);
  }

  @Override
  public void image(int index, Image reuse) {
    all.image(indices[index], reuse);
  }

  @Override
  public Image picture(int index) {
    return all.picture(indices[index]);
  }

  @Override
  public Image picture(int index, Framing framing) {
    return all.picture(indices[index], framing);
  }

  @Override
  public Optional<Path> file(int index) {
    return all.file(indices[index]);
  }

  @Override
  public boolean slow() {
    return all.slow();
  }

  @Override
  public int run(int index) {
    return all.run(indices[index]);
  }

  @Override
  public BadPictures badPictures() {
    return all.badPictures();
  }

  @Override
  public Optional<ResizeCrop> frame() {
    return all.frame();
  }

  @Override
  public Dataset framed(ResizeCrop frame) {
    return new Subset(name, all.framed(frame), indices);
  }
}
