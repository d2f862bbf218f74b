package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.resnet4j.app.terminal.Accuracy;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.TerminalProgress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.train.run.TestResult;

/** The final answer of a run: its last and best epoch, its cost, and its files. */
final class RunAnswer {
  private RunAnswer() {}

  static void give(
      Answer answer, RunCommand.Beginning beginning, RunFolder folder, Trainer trainer) {
    RunSettings settings = beginning.settings();
    List<EpochResult> history = trainer.history();
    EpochResult last = history.get(history.size() - 1);
    double seconds = history.stream().mapToDouble(EpochResult::seconds).sum();
    double evaluating = history.stream().mapToDouble(EpochResult::evaluationSeconds).sum();
    double waiting = history.stream().mapToDouble(r -> r.waiting() * r.seconds()).sum() / seconds;
    EpochResult best = trainer.best();
    int epochs = trainer.epochs();
    boolean early = history.size() < epochs;
    Integer patience = settings.recipe().patience();
    String word = settings.validationWord();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", folder.path().toString());
    object.put("model", settings.model());
    object.put("data", settings.data());
    object.put("epochs", history.size());
    object.put("stoppedEarly", early);
    object.put("steps", last.step());
    object.put("top1", last.validationTop1());
    object.put("top5", last.validationTop5());
    object.put("loss", last.validationLoss());
    object.put("bestTop1", best.validationTop1());
    object.put("bestEpoch", best.epoch());
    object.put("chosenOn", word);
    trainer.test().ifPresent(test -> object.put("test", test));
    object.put("skipped", beginning.data().train().badPictures().count());
    object.put("seconds", seconds);
    object.put("evaluationSeconds", evaluating);
    object.put("waiting", waiting);
    object.put("weightsSha256", trainer.weightsSha256());
    answer.give(
        object,
        () ->
            String.format(
                Locale.ROOT,
                "epoch %d%s: %s %s, loss %.4f; trained %s + evaluated"
                    + " %s, %.1f %% of training time waiting for data%n"
                    + "weights: %s (epoch %d, the best on the %s images: top-1 %.2f %%)%n%sreport: %s",
                history.size(),
                early
                    ? " of " + epochs + ", stopped early: no improvement in " + patience
                    : ", the last",
                word,
                Accuracy.text(last.validationTop1(), last.validationTop5()),
                last.validationLoss(),
                TerminalProgress.time(seconds),
                TerminalProgress.time(evaluating),
                100 * waiting,
                folder.best(),
                best.epoch(),
                word,
                100 * best.validationTop1(),
                trainer.test().map(RunAnswer::line).orElse(""),
                folder.report()));
  }

  private static String line(TestResult test) {
    return String.format(
        Locale.ROOT,
        "these weights on %d held-out test images: %s, loss %.4f%n",
        test.images(),
        Accuracy.text(test.top1(), test.top5()),
        test.loss());
  }
}
