// The graph node that adds up a leaf's gradient. libtorch holds it weakly, so it would be made anew for each call that uses the leaf.
#pragma once

namespace pluginhost {

// For a tensor that was written to: where its shape is another now, the node that was kept is not the next graph's.
void forget_outdated_accumulator(void* tensor);

}  // namespace pluginhost
