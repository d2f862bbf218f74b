package org.resnet4j.bench.training;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.bench.rival.PlainNetwork;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/**
 * A network as one would first write it on libtorch: fp32, NCHW, torch's own SGD. Only the memory
 * is held with care, since without a scope per step the process grows until it dies.
 */
final class LibtorchTraining implements Training {
  private final Network network;
  private final List<Tensor> parameters;
  private final Tensor images;
  private final Tensor labels;
  private final SGD optimizer;

  LibtorchTraining(Work work) {
    torch.set_num_threads(work.threads());
    network =
        PlainNetwork.of(
            Network.create(work.network(), Initialization.DEFAULT, 1, Device.CPU, Precision.FP32));
    parameters =
        network.trainable().stream()
            .map(parameter -> network.state().get(parameter.name()))
            .toList();
    RandomImages random = work.images();
    Shape shape = random.shape();
    images = torch.empty(work.batch(), shape.channels(), shape.height(), shape.width());
    new FloatPointer(images.data_ptr()).put(random.planes());
    labels =
        torch.empty(
            new long[] {work.batch()},
            Device.CPU.options(ScalarType.Long),
            new MemoryFormatOptional());
    new LongPointer(labels.data_ptr()).put(random.labels());
    SGDOptions options = new SGDOptions(0.1);
    options.momentum().put(0.9);
    options.weight_decay().put(1e-4);
    optimizer = new SGD(new TensorVector(parameters.toArray(new Tensor[0])), options);
  }

  @Override
  public long parameters() {
    return parameters.stream().mapToLong(Tensor::numel).sum();
  }

  @Override
  public double step() {
    try (PointerScope scope = new PointerScope()) {
      optimizer.zero_grad();
      Tensor logits = network.forwardTraining(images, 1, true).logits();
      Tensor loss = torch.cross_entropy_loss(logits, labels);
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
