package org.resnet4j.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.image.Resize;
import org.resnet4j.infer.Evidence;
import org.resnet4j.infer.GradCam;
import org.resnet4j.model.Pixels;
import org.resnet4j.report.Element;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;

/**
 * The pictures of an evaluation's {@link Examples} for its page: each as the network saw it, and
 * again overlaid with the evidence for the predicted class.
 */
public final class ExamplePictures {
  /** The maximum number of cells shown of the confusion matrix: all of ten classes. */
  private static final int MOST_CELLS = 100;

  /**
   * The longer side of a thumbnail in pixels, which only whole multiples of tiny pictures exceed. A
   * page has at most 100 cells and 16 mistakes, two files of up to 28 KB each: below 9 MB in all;
   * of photographs in 21 classes it has about 4.
   */
  private static final int SIDE = 96;

  /** Images whose evidence one thread computes together. */
  private static final int AT_ONCE = 8;

  private final Evaluation evaluation;
  private final Dataset data;
  private final Map<Integer, Evidence> evidence = new TreeMap<>();

  private ExamplePictures(Evaluation evaluation, Dataset data) {
    this.evaluation = evaluation;
    this.data = data;
  }

  /**
   * A section of a page: the worst mistakes, the most confident ones, and one image for each cell
   * of the confusion matrix; where more than a hundred are not empty, those with most mistakes.
   *
   * @param evaluation of the network on the data
   * @param data as it was evaluated
   */
  public static List<Element> of(
      Evaluation evaluation,
      Dataset data,
      Network network,
      Normalisation normalisation,
      Workers workers) {
    ExamplePictures pictures = new ExamplePictures(evaluation, data);
    Examples examples = evaluation.examples();
    List<Example> cells = pictures.mostImportant(examples.cells());
    List<Example> all =
        Stream.of(examples.worst(), examples.mostConfident(), cells)
            .flatMap(List::stream)
            .distinct()
            .toList();
    Optional<String> place = place(network.architecture());
    place.ifPresent(at -> pictures.explain(all, network, at, normalisation, workers));
    List<Element> elements = new ArrayList<>();
    elements.add(
        Element.paragraph(
            place.isPresent()
                ? "Each image as the network saw it, and beside it where the evidence for the"
                    + " predicted class lies, from little (blue) to much (yellow): Grad-CAM"
                    + " (Selvaraju et al. 2017)."
                : network.architecture().name()
                    + " has no named stage with maps larger than 1x1, so the images are shown without"
                    + " evidence."));
    if (examples.worst().isEmpty()) {
      elements.add(Element.paragraph("No image was misclassified."));
    } else {
      elements.add(
          Element.pictures(
              "The worst mistakes: the highest loss", pictures.show(examples.worst())));
      elements.add(
          Element.pictures(
              "The most confident mistakes: the highest probability of a wrong class",
              pictures.show(examples.mostConfident())));
    }
    int left = examples.cells().size() - cells.size();
    elements.add(
        Element.pictures(
            "The most confident image of each pair of true and predicted class"
                + (left == 0 ? "" : ", without " + left + " pairs that are rarer"),
            pictures.show(cells)));
    return elements;
  }

  private static Optional<String> place(Architecture architecture) {
    try {
      return Optional.of(GradCam.place(architecture));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The cells to show: mistakes before correct predictions, the most frequent first. */
  private List<Example> mostImportant(List<Example> cells) {
    return cells.stream()
        .sorted(Comparator.comparing(Example::isMistake).thenComparing(this::images).reversed())
        .limit(MOST_CELLS)
        .toList();
  }

  /** The number of images in the cell of an example. */
  private long images(Example example) {
    return evaluation.confusion()[example.truth()][example.predicted()];
  }

  private void explain(
      List<Example> examples,
      Network network,
      String place,
      Normalisation normalisation,
      Workers workers) {
    Pixels pixels = new Pixels(normalisation, network.device());
    int parts = (examples.size() + AT_ONCE - 1) / AT_ONCE;
    workers
        .run(
            parts,
            part -> {
              List<Example> some =
                  examples.subList(part * AT_ONCE, Math.min((part + 1) * AT_ONCE, examples.size()));
              return explain(some, network, place, pixels);
            })
        .forEach(evidence::putAll);
  }

  private Map<Integer, Evidence> explain(
      List<Example> examples, Network network, String place, Pixels pixels) {
    List<Image> images =
        examples.stream().map(example -> Pixels.image(data, example.image())).toList();
    long[] classes = examples.stream().mapToLong(Example::predicted).toArray();
    Map<Integer, Evidence> found = new TreeMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor maps = GradCam.evidence(network, pixels.of(images), place, classes);
      int height = Math.toIntExact(maps.size(2));
      int width = Math.toIntExact(maps.size(3));
      float[] values = HostMemory.floats(maps);
      for (int i = 0; i < examples.size(); i++) {
        float[] own = Arrays.copyOfRange(values, i * height * width, (i + 1) * height * width);
        found.put(examples.get(i).image(), new Evidence(own, height, width));
      }
    }
    return found;
  }

  private List<Element.Picture> show(List<Example> examples) {
    return examples.stream().map(this::show).toList();
  }

  private Element.Picture show(Example example) {
    Image image = thumbnail(Pixels.image(data, example.image()));
    List<byte[]> pngs = new ArrayList<>();
    pngs.add(PngWriter.encode(image));
    Evidence found = evidence.get(example.image());
    if (found != null) {
      pngs.add(PngWriter.encode(found.over(image.toChannels(3))));
    }
    List<String> lines = new ArrayList<>();
    String predicted = label(example.predicted());
    if (example.isMistake()) {
      lines.add("predicted " + predicted + ", " + percent(example.probability()));
      lines.add("true class " + label(example.truth()) + ", " + percent(example.trueProbability()));
      lines.add(String.format(Locale.ROOT, "loss %.2f", example.loss()));
    } else {
      lines.add("correctly " + predicted + ", " + percent(example.probability()));
    }
    String images = images(example) == 1 ? " image" : " images";
    lines.add(images(example) + images + " of this pair");
    lines.add(
        data.file(example.image()).map(ExamplePictures::name).orElse("image " + example.image()));
    return new Element.Picture(pngs, lines);
  }

  private String label(int index) {
    return evaluation.classes().get(index);
  }

  private static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f\u00A0%%", 100 * probability); // No line break here.
  }

  /** The file and the folder in which it lies. */
  private static String name(Path file) {
    int parts = file.getNameCount();
    return file.subpath(Math.max(0, parts - 2), parts).toString();
  }

  /** A thumbnail: a large picture is scaled down, a tiny one enlarged by repeating pixels. */
  static Image thumbnail(Image image) {
    int longer = Math.max(image.height(), image.width());
    return longer < SIDE
        ? Resize.repeated(image, (SIDE + longer - 1) / longer)
        : Resize.to(
            image,
            Math.max(1, image.height() * SIDE / longer),
            Math.max(1, image.width() * SIDE / longer),
            Filter.BILINEAR);
  }
}
