package org.resnet4j.app.terminal;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.Progress;
import org.resnet4j.train.run.EpochResult;

/** Shows the progress of a run: a line per epoch, and on a terminal a bar of its steps. */
public final class TerminalProgress implements Progress, AutoCloseable {
  private final Answer answer;
  private final String word;
  private final TerminalLine line;
  private @Nullable ProgressBar bar;

  /**
   * Creates the progress of one run.
   *
   * @param word the name of the images that epochs are evaluated on
   */
  public TerminalProgress(Answer answer, String word) {
    this.answer = answer;
    this.word = word;
    this.line = answer.lastLine();
  }

  @Override
  public void step(long step, long total, double loss, double top1, double imagesPerSecond) {
    if (!line.isSeen()) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(total)
              .startsFrom(step - 1, Duration.ZERO)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(line)
              .setUpdateIntervalMillis(500)
              .build();
    }
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " loss %.3f, top-1 %.1f %%, %.0f img/s, %d MB",
            loss,
            100 * top1,
            imagesPerSecond,
            Torch.residentBytes() >> 20));
    bar.stepTo(step);
  }

  @Override
  public void warn(String what) {
    if (bar != null) {
      line.clear();
    }
    answer.warn(what);
  }

  @Override
  public void epoch(EpochResult result, long totalSteps) {
    if (bar != null) {
      line.clear();
    }
    answer.say(
        String.format(
            Locale.ROOT,
            "epoch %d, step %d of %d: training loss %.4f, top-1 %.2f %%; %s loss %.4f, %s; %s,"
                + " %.0f images/s at %d px, waiting for data %.1f %%, %d MB",
            result.epoch(),
            result.step(),
            totalSteps,
            result.trainLoss(),
            100 * result.trainTop1(),
            word,
            result.validationLoss(),
            Accuracy.text(result.validationTop1(), result.validationTop5()),
            time(result.seconds() + result.evaluationSeconds()),
            result.imagesPerSecond(),
            result.size(),
            100 * result.waiting(),
            result.residentMegabytes()));
  }

  /** Formats seconds as {@code 9.3 s}, {@code 2 min 5 s} or {@code 3 h 20 min}. */
  public static String time(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + " h " + minutes % 60 + " min";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
