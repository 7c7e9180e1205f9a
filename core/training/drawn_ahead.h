// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <deque>
#include <functional>
#include <future>

namespace duoscope {

/// How many steps' batches to draw ahead for training on a device: a GPU would wait for them, a processor's threads are
/// busy with the step itself.
inline int batchesAhead(torch::Device device) { return device.is_cuda() ? 8 : 0; }

/// Batches of steps to come, drawn by threads of their own while a step is computed. A step's batch depends on the step
/// alone, so drawing ahead changes no number.
template <class Batch>
class DrawnAhead {
public:
    /// @param draw   is called by several threads at once
    /// @param count  0 to draw each batch when it is asked for
    DrawnAhead(std::function<Batch(int step)> draw, int count) : m_draw(std::move(draw)), m_count(count) {}

    /// Steps are best asked for in their order; whatever draw throws is thrown here.
    Batch of(int step)
    {
        if (m_count == 0)
            return m_draw(step);
        if (step != m_next) {
            m_coming.clear();
            m_next = step;
        }
        while (static_cast<int>(m_coming.size()) < m_count)
            m_coming.push_back(std::async(std::launch::async, m_draw, m_next + static_cast<int>(m_coming.size())));
        std::future<Batch> first = std::move(m_coming.front());
        m_coming.pop_front();
        ++m_next;
        return first.get();
    }

private:
    std::function<Batch(int)> m_draw;
    int m_count;
    int m_next = 0; ///< the step of the first batch to come
    std::deque<std::future<Batch>> m_coming;
};

} // namespace duoscope
