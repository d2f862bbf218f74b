package org.resnet4j.app;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.infer.Evaluation;
import org.resnet4j.infer.Model;
import org.resnet4j.infer.ModelCard;
import org.resnet4j.torch.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet evaluate}: how right trained weights are on a data set's test images. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure trained weights on the test images of a data set.")
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--weights",
      required = true,
      description = "A best.safetensors of a run, or an embedded name (resnet20-cifar10).")
  private String weights = "";

  @Option(
      names = "--batch-size",
      defaultValue = "250",
      description = "Images at once (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    try (Workers workers = new Workers(compute.device(), compute.threads(), compute.threads());
        Model model =
            Model.load(weights, Catalog.standard(), compute.device(), compute.precision())) {
      ModelCard card = model.card();
      String name = data.data(card.trainedOn());
      Dataset test =
          DataFlags.open(
                  name,
                  data.dataDir(),
                  card.options().input().height(),
                  data.limitTrain(),
                  data.limitTest())
              .test();
      requireFit(card, test);
      Evaluation result =
          Evaluation.of(
              model.network(), test, card.preprocessing().normalisation(), batchSize, workers);
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("weights", weights);
      object.put("model", card.model());
      object.put("data", name);
      object.put("precision", compute.precision().toString());
      object.put("images", result.images());
      object.put("top1", result.top1());
      object.put("top5", result.top5());
      object.put("loss", result.loss());
      object.put("seconds", result.seconds());
      answer.give(
          object,
          () ->
              String.format(
                  Locale.ROOT,
                  "%s (%s) on %d test images of %s: top-1 %.2f %%, top-5 %.2f %%, loss %.4f"
                      + " (%s, %.0f images/s)",
                  weights,
                  card.model(),
                  result.images(),
                  name,
                  100 * result.top1(),
                  100 * result.top5(),
                  result.loss(),
                  compute.precision(),
                  result.images() / result.seconds()));
      return 0;
    }
  }

  private void requireFit(ModelCard card, Dataset test) {
    if (!card.classes().equals(test.classes())) {
      throw new IllegalArgumentException(
          weights
              + " knows the "
              + card.classes().size()
              + " classes of "
              + card.trainedOn()
              + ", but "
              + test.name()
              + " has "
              + test.classes().size()
              + " others: evaluate on the data it was trained for");
    }
    if (!card.options().input().equals(test.shape())) {
      throw new IllegalArgumentException(
          weights
              + " takes images of "
              + card.options().input()
              + ", but those of "
              + test.name()
              + " are "
              + test.shape());
    }
  }
}
