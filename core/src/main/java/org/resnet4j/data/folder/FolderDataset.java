package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Subset;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.layer.Shape;

/** Picture files, decoded on access, resized, and cached in memory if all fit. */
final class FolderDataset implements Dataset {
  /** Sets of up to this many bytes of pixels are decoded only once. */
  private static final long MOST_KEPT = 512L << 20;

  private final String name;
  private final List<String> classes;
  private final List<PictureFile> files;
  private final FolderOptions options;
  private final Shape shape;
  private final @Nullable AtomicReferenceArray<byte[]> kept;

  FolderDataset(String name, List<String> classes, List<PictureFile> files, FolderOptions options) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.files = List.copyOf(files);
    this.options = options;
    shape = new Shape(options.channels(), options.frame().height(), options.frame().width());
    long bytes = files.size() * shape.size();
    boolean fits = bytes <= Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 4);
    kept = fits ? new AtomicReferenceArray<>(files.size()) : null;
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
    return files.size();
  }

  @Override
  public int label(int index) {
    return files.get(index).label();
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(files.get(index).path());
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public void image(int index, Image reuse) {
    byte[] pixels = kept == null ? null : kept.get(index);
    if (pixels == null) {
      pixels =
          decode(index, file -> Decoder.decode(file, options.frame(), options.limits())).pixels();
      if (kept != null) {
        kept.set(index, pixels);
      }
    }
    reuse.view(pixels, 0, shape.channels(), shape.height(), shape.width());
  }

  @Override
  public Image picture(int index) {
    return decode(index, file -> Decoder.decode(file, options.limits()));
  }

  /** The readable images: all are tried, and unreadable ones are reported in order. */
  Dataset readable(Consumer<BadPicture> bad) {
    List<Optional<BadPicture>> problems =
        IntStream.range(0, size()).parallel().mapToObj(this::problem).toList();
    problems.stream().flatMap(Optional::stream).forEach(bad);
    int[] good = IntStream.range(0, size()).filter(i -> problems.get(i).isEmpty()).toArray();
    if (good.length == size()) {
      return this;
    }
    requireClasses(good);
    return new Subset(name, this, good);
  }

  private Optional<BadPicture> problem(int index) {
    try {
      image(index, new Image());
      return Optional.empty();
    } catch (DataException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of(
          new BadPicture(files.get(index).path(), String.valueOf(cause.getMessage())));
    }
  }

  /** Every class with pictures must have a readable one. */
  private void requireClasses(int[] good) {
    Set<Integer> left = IntStream.of(good).mapToObj(this::label).collect(Collectors.toSet());
    for (PictureFile file : files) {
      if (!left.contains(file.label())) {
        throw new DataException(
            name,
            "none of the pictures of the class '"
                + classes.get(file.label())
                + "' can be read: repair them or remove the class");
      }
    }
  }

  /** How a file becomes an image. */
  @FunctionalInterface
  private interface Decoding {
    Image of(Path file) throws IOException;
  }

  private Image decode(int index, Decoding decoding) {
    Path path = files.get(index).path();
    try {
      return decoding.of(path).toChannels(shape.channels());
    } catch (ImageException e) {
      throw new DataException(
          path, e.getMessage() + "; repair or remove it, or skip unreadable pictures", e);
    } catch (IOException e) {
      throw new DataException(path, "it cannot be read: " + e, e);
    }
  }
}
