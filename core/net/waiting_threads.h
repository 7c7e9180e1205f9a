// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// The threads that LibTorch computes a layer with wait for each other after it. Spinning meanwhile they go on at once,
/// and a fusion takes 5 to 15 % less time; on a machine with other work they take the processor from it, and from each
/// other, and a fusion takes twice as long. From the first call on this is watched, and they spin or sleep accordingly.
/// Without effect where OMP_WAIT_POLICY or GOMP_SPINCOUNT say what is wanted, and with another OpenMP than libgomp.
void adaptWaitingThreads();

/// Whether to spin or to sleep, by how long threads of this process wait for a core.
class WaitingChoice {
public:
    bool isToSleep() const { return m_isToSleep; }
    /// @param share  of the time since the last call that threads were ready to run and had no core; of all threads
    ///               together, so it may be above 1
    void take(double share);

private:
    bool m_isToSleep = false;
    int m_busy = 0; ///< how many times in succession there was much to wait for
    int m_calm = 0; ///< likewise little
};

} // namespace duoscope
