package org.resnet4j.data.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;

/** Some of the pictures, decoded on access, framed, and cached in memory if all of them fit. */
final class PictureDataset implements Dataset {
  /** Sets of up to this many bytes of pixels are decoded only once. */
  private static final long MOST_KEPT = 512L << 20;

  private final String name;
  private final List<String> classes;
  private final Pictures pictures;
  private final int[] indices;
  private final PictureOptions options;
  private final Shape shape;
  private final @Nullable AtomicReferenceArray<byte[]> kept;

  PictureDataset(
      String name, List<String> classes, Pictures pictures, int[] indices, PictureOptions options) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.pictures = pictures;
    this.indices = indices;
    this.options = options;
    shape = new Shape(options.channels(), options.frame().height(), options.frame().width());
    long bytes = indices.length * shape.size();
    boolean fits = bytes <= Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 4);
    kept = fits ? new AtomicReferenceArray<>(indices.length) : null;
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
    return indices.length;
  }

  @Override
  public int label(int index) {
    return pictures.label(indices[index]);
  }

  @Override
  public Optional<Path> file(int index) {
    return pictures.file(indices[index]);
  }

  @Override
  public int run(int index) {
    return pictures.run(indices[index]);
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public BadPictures badPictures() {
    return options.bad();
  }

  @Override
  public void image(int index, Image reuse) {
    byte[] pixels = kept == null ? null : kept.get(index);
    if (pixels == null) {
      pixels = picture(index, options.frame()).pixels();
      if (kept != null) {
        kept.set(index, pixels);
      }
    }
    reuse.view(pixels, 0, shape.channels(), shape.height(), shape.width());
  }

  @Override
  public Image picture(int index) {
    return picture(index, Framing.WHOLE);
  }

  @Override
  public Image picture(int index, Framing frame) {
    int picture = indices[index];
    try {
      return pictures.decode(picture, frame, options.limits()).toChannels(shape.channels());
    } catch (ImageException e) {
      throw new DataException(
          pictures.place(picture),
          e.getMessage() + "; repair or remove it, or skip unreadable pictures",
          e);
    } catch (IOException e) {
      throw new DataException(pictures.place(picture), "it cannot be read: " + e, e);
    }
  }

  @Override
  public Optional<ResizeCrop> frame() {
    return Optional.of(options.frame());
  }

  @Override
  public Dataset framed(ResizeCrop frame) {
    return frame.equals(options.frame())
        ? this
        : new PictureDataset(name, classes, pictures, indices, options.withFrame(frame));
  }
}
