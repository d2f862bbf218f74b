package org.resnet4j.train.run;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/**
 * The result of an epoch. Accuracies are fractions from 0 to 1. Logs of earlier versions say test
 * instead of validation.
 *
 * @param epoch counted from 1
 * @param step the number of steps since the start of the run
 * @param rate the schedule's factor at the end of the epoch
 * @param size height and width of the training images
 * @param trainLoss mean over the epoch, with label smoothing if the recipe has it
 * @param trainTop1 over the epoch's augmented images, while the weights were changing
 * @param validationLoss mean over the images on which the best weights are selected: the validation
 *     part of a folder, the test images of a named data set
 * @param validationTop5 null with fewer than six classes
 * @param seconds of training, without evaluation
 * @param evaluationSeconds of evaluation
 * @param imagesPerSecond of training
 * @param waiting the fraction of the training time spent waiting for the next batch
 * @param residentMegabytes memory of the process at the end, in 2^20 bytes
 */
public record EpochResult(
    int epoch,
    long step,
    double rate,
    int size,
    double trainLoss,
    double trainTop1,
    @JsonAlias("testLoss") double validationLoss,
    @JsonAlias("testTop1") double validationTop1,
    @JsonAlias("testTop5") @Nullable Double validationTop5,
    double seconds,
    double evaluationSeconds,
    double imagesPerSecond,
    double waiting,
    long residentMegabytes) {}
