package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.Resize;
import org.resnet4j.layer.Shape;

/** A data set whose images are resized on access. */
record Resized(Dataset all, Shape shape) implements Dataset {

  /** An in-memory set is resized once and stays in memory; others are resized when read. */
  static Dataset of(Dataset data, int size) {
    Shape shape = data.shape().scaled(size);
    if (shape.equals(data.shape())) {
      return data;
    }
    Resized resized = new Resized(data, shape);
    return data.slow() ? resized : resized.inMemory();
  }

  private MemoryDataset inMemory() {
    int bytes = Math.toIntExact(shape.size());
    byte[] pixels = new byte[Math.multiplyExact(bytes, size())];
    byte[] labels = new byte[size()];
    Image image = new Image();
    for (int i = 0; i < size(); i++) {
      image(i, image);
      System.arraycopy(image.pixels(), image.offset(), pixels, i * bytes, bytes);
      labels[i] = (byte) label(i);
    }
    return new MemoryDataset(name(), classes(), shape, pixels, labels);
  }

  @Override
  public String name() {
    return all.name();
  }

  @Override
  public List<String> classes() {
    return all.classes();
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public int label(int index) {
    return all.label(index);
  }

  @Override
  public void image(int index, Image reuse) {
    all.image(index, reuse);
    Image scaled = Resize.to(reuse, shape.height(), shape.width(), Filter.BILINEAR);
    reuse.view(scaled.pixels(), scaled.offset(), shape.channels(), shape.height(), shape.width());
  }

  @Override
  public Image picture(int index) {
    return all.picture(index);
  }

  @Override
  public Image picture(int index, Framing framing) {
    return all.picture(index, framing);
  }

  @Override
  public Optional<Path> file(int index) {
    return all.file(index);
  }

  @Override
  public boolean slow() {
    return all.slow();
  }

  @Override
  public int run(int index) {
    return all.run(index);
  }

  @Override
  public BadPictures badPictures() {
    return all.badPictures();
  }
}
