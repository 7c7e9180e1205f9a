// SPDX-License-Identifier: GPL-3.0-or-later
// What every network stands on: the device with its threads, and the choice of a class.
#include "core/base/error.h"
#include "core/net/compute_device.h"
#include "core/net/deeplab.h"
#include "tests/support/error_log_guard.h"

#include <torch/torch.h>

using namespace duoscope;

class TestNetworkBasics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unknownDeviceIsRefused() { QVERIFY_EXCEPTION_THROWN(computeDevice("tpu", 0), Error); }

    void threadsAreSet()
    {
        computeDevice("cpu", 1);
        QCOMPARE(torch::get_num_threads(), 1);
        computeDevice("cpu", 2);
        QCOMPARE(torch::get_num_threads(), 2);
    }

    void denormalsAreZeroInEveryThread()
    {
        computeDevice("cpu", 2);
        constexpr int kEnoughForAllThreads = 1 << 18;
        const torch::Tensor product = torch::full({kEnoughForAllThreads}, 1e-30F) * 1e-10F;
        QCOMPARE(product.ne(0).sum().item<std::int64_t>(), 0);
        const torch::Tensor smallest = torch::full({kEnoughForAllThreads}, 1e-30F) * 1e-7F; // still normal
        QCOMPARE(smallest.ne(0).sum().item<std::int64_t>(), kEnoughForAllThreads);
    }

    void largestClassIsArgmax_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::newRow("contiguous") << false;
        QTest::newRow("channels last") << true;
    }
    void largestClassIsArgmax()
    {
        QFETCH(bool, channelsLast);
        torch::manual_seed(1);
        // Few values, so that many pixels have several largest ones.
        torch::Tensor scores = torch::randint(0, 4, {2, 5, 31, 17}).to(torch::kFloat32);
        scores.select(1, 2).fill_(-std::numeric_limits<float>::infinity());
        if (channelsLast)
            scores = scores.contiguous(torch::MemoryFormat::ChannelsLast);
        const torch::Tensor ids = largestClass(scores);
        QVERIFY(ids.equal(scores.argmax(1)));
        QVERIFY(ids.ne(2).all().item<bool>());
    }
};

DUOSCOPE_TEST_MAIN(TestNetworkBasics)
#include "tst_network_basics.moc"
