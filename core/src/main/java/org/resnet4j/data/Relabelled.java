package org.resnet4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;

/**
 * A data set relabelled by another list of classes.
 *
 * @param labels the new label for each label of the set
 */
record Relabelled(Dataset all, List<String> classes, List<Integer> labels) implements Dataset {

  static Dataset of(Dataset data, List<String> keys, List<String> names) {
    if (data.classes().equals(names) && keys.equals(names)) {
      return data;
    }
    List<Integer> labels = data.classes().stream().map(name -> place(data, name, keys)).toList();
    return new Relabelled(data, List.copyOf(names), labels);
  }

  private static int place(Dataset data, String name, List<String> keys) {
    int place = keys.indexOf(name);
    if (place < 0 || place != keys.lastIndexOf(name)) {
      throw new DataException(
          "expected each class of "
              + data.name()
              + " once among "
              + keys.size()
              + " classes, got '"
              + name
              + "' "
              + (place < 0 ? "not at all" : "twice")
              + ": rename it, or choose other images");
    }
    return place;
  }

  @Override
  public String name() {
    return all.name();
  }

  @Override
  public Shape shape() {
    return all.shape();
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public int label(int index) {
    return labels.get(all.label(index));
  }

  @Override
  public void image(int index, Image reuse) {
    all.image(index, reuse);
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

  @Override
  public Optional<ResizeCrop> frame() {
    return all.frame();
  }

  @Override
  public Dataset framed(ResizeCrop frame) {
    return new Relabelled(all.framed(frame), classes, labels);
  }
}
