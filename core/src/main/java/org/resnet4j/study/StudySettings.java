package org.resnet4j.study;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;

/**
 * The settings that determine the numbers of a study.
 *
 * <pre>{@code
 * StudySettings.of(Profile.QUICK).withSeeds(2)
 * }</pre>
 *
 * @param data the data set, by name, or as {@code folder:DIR} or {@code shards:DIR}
 * @param limitTrain how many training images to use, 0 for all
 * @param limitTest how many test images to use, 0 for all
 * @param seeds how many times each network is trained: with seeds 0, 1, ...
 * @param epochs the length of each training, 0 for the profile's
 * @param device where it is computed
 * @param precision of training
 * @param threads how many threads compute
 */
public record StudySettings(
    Profile profile,
    String data,
    int limitTrain,
    int limitTest,
    int seeds,
    int epochs,
    Device device,
    Precision precision,
    int threads) {

  /**
   * Checks the settings of a caller or a file.
   *
   * @throws IllegalArgumentException if there are no seeds, or a negative number of epochs
   * @throws NullPointerException if something is missing; the message names it
   */
  public StudySettings {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(precision, "precision");
    if (seeds < 1) {
      throw new IllegalArgumentException("expected a number of seeds of at least 1, got " + seeds);
    }
    if (limitTrain < 0 || limitTest < 0) {
      throw new IllegalArgumentException(
          "expected limits of at least 1 image, or 0 for all, got "
              + limitTrain
              + " and "
              + limitTest);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, got " + threads);
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(
          "expected a number of epochs of at least 1, got " + epochs);
    }
  }

  /** The defaults of a profile: a GPU if there is one, and as many threads as physical cores. */
  public static StudySettings of(Profile profile) {
    Device device = Device.named("auto");
    return new StudySettings(
        profile,
        profile.data(),
        profile.limitTrain(),
        profile.limitTest(),
        profile.seeds(),
        0,
        device,
        Precision.named("auto", device),
        Torch.physicalCores());
  }

  /** On another data set. */
  public StudySettings withData(String value) {
    return new StudySettings(
        profile, value, limitTrain, limitTest, seeds, epochs, device, precision, threads);
  }

  /** With limits on the number of training and test images, 0 for all. */
  public StudySettings withLimits(int train, int test) {
    return new StudySettings(profile, data, train, test, seeds, epochs, device, precision, threads);
  }

  /** With another number of trainings of each network. */
  public StudySettings withSeeds(int value) {
    return new StudySettings(
        profile, data, limitTrain, limitTest, value, epochs, device, precision, threads);
  }

  /** With another length of each training, 0 for the profile's. */
  public StudySettings withEpochs(int value) {
    return new StudySettings(
        profile, data, limitTrain, limitTest, seeds, value, device, precision, threads);
  }

  /** On another device, in another precision, with another number of threads. */
  public StudySettings withCompute(Device where, Precision numbers, int count) {
    return new StudySettings(
        profile, data, limitTrain, limitTest, seeds, epochs, where, numbers, count);
  }

  /** Whether the images are those on which the papers published errors for small networks. */
  public boolean onCifar10() {
    return data.equals("cifar10");
  }

  /** The seeds of the trainings. */
  public List<Long> seedList() {
    return LongStream.range(0, seeds).boxed().toList();
  }
}
