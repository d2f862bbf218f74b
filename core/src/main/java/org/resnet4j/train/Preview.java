package org.resnet4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Sample;
import org.resnet4j.data.Split;
import org.resnet4j.image.PngWriter;
import org.resnet4j.image.Resize;
import org.resnet4j.report.Element;
import org.resnet4j.report.Page;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.run.RunSettings;

/**
 * A contact sheet: the first images of each phase of a training as its network will see them, each
 * with its class and what was done to it.
 */
public final class Preview {
  /** The least side at which an image is shown; smaller ones are enlarged. */
  private static final int SIDE = 112;

  private Preview() {}

  /**
   * The page.
   *
   * @param images of each phase, at most
   */
  public static Page of(RunSettings settings, Split data, int images) {
    Recipe recipe = settings.recipe();
    FineTuning fineTuning = settings.fineTuning();
    Normalisation normalisation =
        fineTuning == null ? Normalisation.of(data.train()) : fineTuning.normalisation();
    Page page =
        Page.titled("What " + settings.model() + " will see")
            .lead(
                data.train().size()
                    + " training images of "
                    + settings.data()
                    + ", recipe "
                    + recipe.name()
                    + ", seed "
                    + settings.seed());
    int epoch = 0;
    for (Phase phase : recipe.phases()) {
      Dataset train = phase.size() == 0 ? data.train() : data.train().resized(phase.size());
      List<Element.Picture> pictures = new ArrayList<>();
      for (Sample sample :
          Sample.of(
              train,
              phase.augmentation(),
              normalisation,
              recipe.partSize(),
              settings.seed(),
              epoch,
              images)) {
        pictures.add(picture(sample, train));
      }
      String heading =
          "Epoch " + (epoch + 1) + " at " + phase.shown(data.train().shape()).height() + " pixels";
      page = page.section(heading, new Element.Pictures("", pictures));
      epoch += phase.epochs();
    }
    return page.footer(
        "Pixels are shown without their normalisation. Boxes are HEIGHTxWIDTH+LEFT+TOP.");
  }

  private static Element.Picture picture(Sample sample, Dataset train) {
    List<String> lines = new ArrayList<>();
    String label = train.classes().get(sample.label());
    lines.add(
        sample.share() == 1
            ? label
            : String.format(
                Locale.ROOT,
                "%.2f %s + %.2f %s",
                sample.share(),
                label,
                1 - sample.share(),
                train.classes().get(sample.partner())));
    lines.add(train.file(sample.index()).map(Preview::name).orElse("image " + sample.index()));
    lines.addAll(sample.done());
    int side = Math.min(sample.image().height(), sample.image().width());
    return new Element.Picture(
        List.of(
            PngWriter.encode(
                side < SIDE
                    ? Resize.repeated(sample.image(), (SIDE + side - 1) / side)
                    : sample.image())),
        lines);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
