// SPDX-License-Identifier: GPL-3.0-or-later
// What every network stands on: the device with its threads, and the choice of a class.
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/net/compute_device.h"
#include "core/net/deeplab.h"
#include "core/net/waiting_threads.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/sanitizers.h"

#include <torch/torch.h>

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <vector>

using namespace duoscope;

// Before Qt Test starts its own thread, as the programs do it before theirs.
static const bool kept = [] {
    keepFreedMemory();
    return true;
}();

/// What the kernel was told about the memory at an address (VmFlags of /proc/self/smaps).
static QList<QByteArray> flagsOfMapping(std::uintptr_t address)
{
    QFile file("/proc/self/smaps");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression kHeader("^([0-9a-f]+)-([0-9a-f]+) ");
    bool inside = false;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        if (const auto match = kHeader.match(QString::fromLatin1(line)); match.hasMatch())
            inside = match.captured(1).toULongLong(nullptr, 16) <= address &&
                     address < match.captured(2).toULongLong(nullptr, 16);
        else if (inside && line.startsWith("VmFlags:"))
            return line.simplified().split(' ');
    }
    return {};
}

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

    void waitingThreadsSleepWhileOthersCompute()
    {
        WaitingChoice choice;
        const auto take = [&](double share, int times) {
            for (int i = 0; i < times; ++i)
                choice.take(share);
            return choice.isToSleep();
        };
        QVERIFY(!choice.isToSleep());
        QVERIFY(!take(0.1, 5));
        QVERIFY(!take(0.2, 5)); // neither much nor little: as it was
        QVERIFY(!take(0.5, 2));
        QVERIFY(!take(0.2, 1)); // not for long
        QVERIFY(!take(0.5, 2));
        QVERIFY(take(0.5, 1));
        QVERIFY(take(0.2, 100));
        QVERIFY(take(0.0, 9));
        QVERIFY(take(0.2, 1)); // not calm for long enough
        QVERIFY(take(0.0, 9));
        QVERIFY(!take(0.0, 1));
    }

    void largeTensorsAskForHugePages()
    {
        computeDevice("cpu", 2);
        constexpr std::int64_t kHugePage = std::int64_t(2) << 20;
        const torch::Tensor large = torch::ones({5 * kHugePage}, torch::kUInt8);
        const auto address = reinterpret_cast<std::uintptr_t>(large.data_ptr());
        QCOMPARE(address % 64, std::uintptr_t(0)); // as LibTorch promises

        QFile setting("/sys/kernel/mm/transparent_hugepage/enabled");
        if (!setting.open(QIODevice::ReadOnly) || !setting.readAll().contains("[madvise]"))
            QSKIP("this kernel has no huge pages to ask for");
        QVERIFY(flagsOfMapping(address + kHugePage).contains("hg"));
        QVERIFY(flagsOfMapping(address + 4 * kHugePage).contains("hg"));
    }

    void freedTensorsServeAgain()
    {
        if (test::kSanitized)
            QSKIP("sanitizers bring their own allocator");
        computeDevice("cpu", 2);
        std::array<torch::Tensor, 8> pictures;
        std::vector<torch::Tensor> between;
        for (torch::Tensor& picture : pictures) {
            picture = torch::empty({1, 32, 480, 640});
            for (int i = 0; i < 100; ++i) // where small tensors find room, a large one lacks it later
                between.push_back(torch::empty({4096}));
        }
        std::array<const void*, 8> before{}, after{};
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            before[i] = pictures[i].data_ptr();
            pictures[i] = torch::Tensor();
        }
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            pictures[i] = torch::empty({1, 32, 480, 640});
            after[i] = pictures[i].data_ptr();
        }
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        QVERIFY(before == after);
    }

    void tensorsOfAllSizesAreWritten()
    {
        computeDevice("cpu", 2);
        for (const std::int64_t bytes : {0, 1, 63, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, 9999999}) {
            const torch::Tensor ones = torch::ones({bytes}, torch::kUInt8);
            QCOMPARE(ones.sum().item<std::int64_t>(), bytes);
            QCOMPARE(torch::cat({ones, ones}).sum().item<std::int64_t>(), 2 * bytes);
        }
    }

    void memoryThatIsNotThereIsAnError()
    {
        if (test::kSanitized)
            QSKIP("a sanitizer ends the program instead");
        computeDevice("cpu", 2);
        QVERIFY_EXCEPTION_THROWN(torch::empty({std::int64_t(1) << 50}), c10::Error);
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
