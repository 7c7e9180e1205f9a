// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/own_temporary_folder.h"

#include <QTest>

namespace duoscope::test {

/// Makes an error that is logged while a test runs fail that test. Installed by DUOSCOPE_TEST_MAIN.
void failOnErrorLog();

} // namespace duoscope::test

/// The main function of a test program: Qt Test without a window, with the error-log guard.
#define DUOSCOPE_TEST_MAIN(TestClass)                                                                                  \
    int main(int argc, char* argv[])                                                                                   \
    {                                                                                                                  \
        QCoreApplication application(argc, argv);                                                                      \
        const duoscope::test::OwnTemporaryFolder temporary;                                                            \
        duoscope::test::failOnErrorLog();                                                                              \
        TestClass test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
