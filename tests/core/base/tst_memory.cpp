// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/sanitizers.h"

#include <sys/resource.h>

#include <cstdlib>
#include <memory>
#include <thread>

using namespace duoscope;

namespace {

constexpr std::size_t kBytes = std::size_t(256) << 20;

// Before Qt Test starts its own thread, as the programs do it before theirs.
const bool kept = [] {
    keepFreedMemory();
    return true;
}();

/// Page faults of this thread while it writes to memory that it then frees.
long faultsOfUse()
{
    rusage before{}, after{};
    getrusage(RUSAGE_THREAD, &before);
    const std::unique_ptr<char, decltype(&std::free)> memory(static_cast<char*>(std::malloc(kBytes)), &std::free);
    volatile char* bytes = memory.get();
    for (std::size_t i = 0; i < kBytes; i += 4096)
        bytes[i] = 1;
    getrusage(RUSAGE_THREAD, &after);
    return after.ru_minflt - before.ru_minflt;
}

} // namespace

class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::kSanitized)
            QSKIP("sanitizers bring their own allocator");
    }

    void whatAnyThreadFreesIsKept_data()
    {
        QTest::addColumn<bool>("byAnother");
        QTest::newRow("the same thread") << false;
        QTest::newRow("another thread") << true;
    }

    void whatAnyThreadFreesIsKept()
    {
        QFETCH(bool, byAnother);
        releaseFreedMemory();
        long first = 0, second = 0;
        const auto use = [](long& faults) { faults = faultsOfUse(); };
        std::thread thread([&] {
            use(first);
            if (!byAnother)
                use(second);
        });
        thread.join();
        if (byAnother)
            std::thread(use, std::ref(second)).join();
        QVERIFY2(first > 50, qPrintable(QString::number(first)));
        QVERIFY2(second < first / 10, qPrintable(QString("%1 of %2").arg(second).arg(first)));
    }

    void releasedMemoryGoesBack()
    {
        std::thread(faultsOfUse).join();
        const std::int64_t before = residentMemory();
        releaseFreedMemory();
        QVERIFY(residentMemory() < before - std::int64_t{kBytes} * 9 / 10);
    }
};

DUOSCOPE_TEST_MAIN(TestMemory)
#include "tst_memory.moc"
