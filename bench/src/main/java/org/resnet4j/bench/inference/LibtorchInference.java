package org.resnet4j.bench.inference;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.bench.rival.PlainNetwork;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;

/** libtorch by itself, on NCHW images. */
final class LibtorchInference implements Inference {
  private final int threads;
  private final UnaryOperator<Tensor> network;
  private final Runnable end;

  private LibtorchInference(int threads, UnaryOperator<Tensor> network, Runnable end) {
    this.threads = threads;
    this.network = network;
    this.end = end;
  }

  /** One operator after the other, in the order of the network. */
  static LibtorchInference plain(Task task) throws IOException {
    Network network = PlainNetwork.of(Weights.read(task));
    return new LibtorchInference(task.threads(), network::forward, network::close);
  }

  /** TorchScript, frozen and optimised for inference. */
  static LibtorchInference optimized(Task task) {
    JitModule loaded = torch.load(task.torchScript().toString());
    loaded.eval();
    JitModule module = torch.optimize_for_inference(torch.freeze(loaded));
    return new LibtorchInference(
        task.threads(),
        images -> module.forward(new IValueVector(new IValue(images))).toTensor(),
        module::close);
  }

  @Override
  public Request prepare(Inputs inputs, int n) {
    Tensor images = tensor(inputs, n);
    return () -> {
      torch.set_num_threads(threads); // The setting is per calling thread.
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        return HostMemory.floats(network.apply(images));
      }
    };
  }

  /** The first n images as {@code [n, c, h, w]}. */
  static Tensor tensor(Inputs inputs, int n) {
    Shape image = inputs.image();
    Tensor images = torch.empty(n, image.channels(), image.height(), image.width());
    new FloatPointer(images.data_ptr()).put(new FloatPointer(inputs.planes(n)));
    return images;
  }

  @Override
  public void close() {
    end.run();
  }
}
