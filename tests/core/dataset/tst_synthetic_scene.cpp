// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/synthetic_scene.h"
#include "core/labels/class_set.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <thread>
#include <vector>

using namespace duoscope;

namespace {

SceneOptions optionsFor(std::uint64_t seed, SceneTime time = SceneTime::Any, SceneWeather weather = SceneWeather::Any,
                        int width = 320, int height = 240)
{
    SceneOptions options;
    options.seed = seed;
    options.time = time;
    options.weather = weather;
    options.width = width;
    options.height = height;
    return options;
}

bool sameBytes(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && a.isContinuous() && b.isContinuous() &&
           std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

bool sameBytes(const SyntheticScene& a, const SyntheticScene& b)
{
    return sameBytes(a.visible, b.visible) && sameBytes(a.infrared, b.infrared) && sameBytes(a.labels, b.labels) &&
           a.description == b.description;
}

cv::Mat grey(const SyntheticScene& scene)
{
    cv::Mat result;
    cv::cvtColor(scene.visible, result, cv::COLOR_BGR2GRAY);
    return result;
}

double medianOf(const cv::Mat& picture)
{
    std::vector<std::uint8_t> values(picture.begin<std::uint8_t>(), picture.end<std::uint8_t>());
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

/// Mean strength of the edges of a picture within a mask.
double edgesWithin(const cv::Mat& picture, const cv::Mat& mask)
{
    cv::Mat smooth, dx, dy, strength;
    cv::GaussianBlur(picture, smooth, cv::Size(5, 5), 1.2); // leaves the sensors' noise out
    smooth.convertTo(smooth, CV_32F);
    cv::Sobel(smooth, dx, CV_32F, 1, 0);
    cv::Sobel(smooth, dy, CV_32F, 0, 1);
    cv::magnitude(dx, dy, strength);
    return cv::mean(strength, mask)[0];
}

} // namespace

class TestSyntheticScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBytes()
    {
        for (const SceneTime time : {SceneTime::Day, SceneTime::Night})
            QVERIFY(sameBytes(generateScene(optionsFor(5, time)), generateScene(optionsFor(5, time))));
    }

    void differentSeedsDiffer()
    {
        const SyntheticScene first = generateScene(optionsFor(1)), second = generateScene(optionsFor(2));
        QVERIFY(!sameBytes(first.visible, second.visible));
        QVERIFY(!sameBytes(first.infrared, second.infrared));
        QVERIFY(!sameBytes(first.labels, second.labels));
    }

    // Whole numbers that only change when the generator does: machines and compilers have to agree on them.
    void labelsAreTheSameEverywhere()
    {
        const cv::Mat labels = generateScene(optionsFor(11, SceneTime::Day, SceneWeather::Clear, 160, 120)).labels;
        std::uint64_t hash = 1469598103934665603ull; // FNV-1a
        for (auto it = labels.begin<std::uint8_t>(); it != labels.end<std::uint8_t>(); ++it)
            hash = (hash ^ *it) * 1099511628211ull;
        QCOMPARE(hash, std::uint64_t{5378480828360560570ull});
    }

    void parallelEqualsSerial()
    {
        constexpr std::size_t kCount = 6;
        std::array<SyntheticScene, kCount> serial, parallel;
        for (std::size_t i = 0; i < kCount; ++i)
            serial[i] = generateScene(optionsFor(40 + i));
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < kCount; ++i)
            threads.emplace_back([&parallel, i] { parallel[i] = generateScene(optionsFor(40 + i)); });
        for (std::thread& thread : threads)
            thread.join();
        for (std::size_t i = 0; i < kCount; ++i)
            QVERIFY2(sameBytes(serial[i], parallel[i]), serial[i].description.c_str());
    }

    void sizesAndTypes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("odd") << 131 << 97;
        QTest::newRow("small") << 64 << 48;
        QTest::newRow("smallest") << 32 << 32;
        QTest::newRow("upright") << 120 << 260;
    }
    void sizesAndTypes()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const SyntheticScene scene = generateScene(optionsFor(3, SceneTime::Any, SceneWeather::Any, width, height));
        for (const cv::Mat* picture : {&scene.visible, &scene.infrared, &scene.labels})
            QCOMPARE(picture->size(), cv::Size(width, height));
        QCOMPARE(scene.visible.type(), CV_8UC3);
        QCOMPARE(scene.infrared.type(), CV_8UC1);
        QCOMPARE(scene.labels.type(), CV_8UC1);
        cv::Scalar mean, deviation;
        cv::meanStdDev(scene.infrared, mean, deviation);
        QVERIFY2(deviation[0] > 5, "the infrared picture is flat");
        cv::meanStdDev(grey(scene), mean, deviation);
        QVERIFY2(deviation[0] > 5, "the visible picture is flat");
    }

    void badOptions_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("time");
        QTest::addColumn<int>("weather");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no width") << 0 << 48 << 0 << 0 << "the width of 0 pixels";
        QTest::newRow("too high") << 64 << 4097 << 0 << 0 << "the height of 4097 pixels";
        QTest::newRow("negative") << 64 << -48 << 0 << 0 << "the height of -48 pixels";
        QTest::newRow("no such time") << 64 << 48 << 3 << 0 << "time number 3";
        QTest::newRow("no such weather") << 64 << 48 << 0 << -1 << "weather number -1";
    }
    void badOptions()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, time);
        QFETCH(int, weather);
        QFETCH(QString, reason);
        try {
            generateScene(
                optionsFor(1, static_cast<SceneTime>(time), static_cast<SceneWeather>(weather), width, height));
            QFAIL("the options were accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
    }

    void descriptionTellsWhatWasAsked()
    {
        QCOMPARE(generateScene(optionsFor(7, SceneTime::Night, SceneWeather::Fog, 64, 48)).description,
                 std::string("night, fog, seed 7"));
    }

    void seedDecidesWhatIsOpen()
    {
        bool day = false, night = false, clear = false, fog = false, glare = false;
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            const QString text = QString::fromStdString(
                generateScene(optionsFor(seed, SceneTime::Any, SceneWeather::Any, 32, 32)).description);
            day |= text.startsWith("day, ");
            night |= text.startsWith("night, ");
            clear |= text.contains(", clear, ");
            fog |= text.contains(", fog, ");
            glare |= text.contains(", glare, ");
        }
        QVERIFY(day && night && clear && fog && glare);
    }

    void classesOccur()
    {
        const ClassSet set = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json");
        std::vector<int> scenes(static_cast<std::size_t>(set.size()),
                                0); // in how many each class has 20 pixels or more
        for (std::uint64_t seed = 1; seed <= 24; ++seed) {
            const SyntheticScene scene = generateScene(optionsFor(seed));
            double lowest = 0, highest = 0;
            cv::minMaxLoc(scene.labels, &lowest, &highest);
            QVERIFY2(highest < set.size(), scene.description.c_str());
            int present = 0;
            for (int id = 0; id < set.size(); ++id)
                if (cv::countNonZero(scene.labels == id) >= 20) {
                    ++scenes[static_cast<std::size_t>(id)];
                    ++present;
                }
            QVERIFY2(cv::countNonZero(scene.labels == set.idOf("road")) > 100, scene.description.c_str());
            QVERIFY2(present >= 5, scene.description.c_str());
        }
        for (const char* name : {"sky", "road", "sidewalk", "building", "vegetation", "pole", "lamp", "sign", "car",
                                 "person", "truck", "bus", "motorcycle", "bicycle"})
            QVERIFY2(scenes[static_cast<std::size_t>(set.idOf(name))] >= 2, name);
    }

    void peopleAreWarmAtNight()
    {
        int scenes = 0;
        for (std::uint64_t seed = 1; seed <= 16; ++seed) {
            const SceneWeather weather = seed % 2 == 0 ? SceneWeather::Fog : SceneWeather::Clear;
            const SyntheticScene scene = generateScene(optionsFor(seed, SceneTime::Night, weather));
            const cv::Mat person = scene.labels == 8;
            if (cv::countNonZero(person) < 60)
                continue;
            ++scenes;
            cv::Mat near, ring;
            cv::dilate(person, near, cv::Mat(), cv::Point(-1, -1), 3);
            cv::dilate(person, ring, cv::Mat(), cv::Point(-1, -1), 7);
            ring -= near;
            ring.setTo(0, (scene.labels == 12) | (scene.labels == 13)); // what they ride may be as warm
            const double warm = cv::mean(scene.infrared, person)[0];
            QVERIFY2(warm > medianOf(scene.infrared) + 15, scene.description.c_str());
            QVERIFY2(warm > cv::mean(scene.infrared, ring)[0] + 15, scene.description.c_str());
        }
        QVERIFY2(scenes >= 8, "too few scenes with people to tell");
    }

    void nightIsDarkerThanDay()
    {
        double days = 0, nights = 0;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const SyntheticScene day = generateScene(optionsFor(seed, SceneTime::Day, SceneWeather::Clear));
            const SyntheticScene night = generateScene(optionsFor(seed, SceneTime::Night, SceneWeather::Clear));
            const double bright = cv::mean(grey(day))[0], dark = cv::mean(grey(night))[0];
            QVERIFY2(dark < 0.75 * bright, qPrintable(QString("seed %1: %2, %3").arg(seed).arg(dark).arg(bright)));
            days += bright;
            nights += dark;
        }
        QVERIFY2(nights < 0.5 * days, qPrintable(QString("%1 against %2").arg(nights).arg(days)));
    }

    // So that a street can be compared across weathers.
    void timeAndFogKeepTheStreet()
    {
        const SyntheticScene day = generateScene(optionsFor(9, SceneTime::Day, SceneWeather::Clear));
        QVERIFY(sameBytes(day.labels, generateScene(optionsFor(9, SceneTime::Day, SceneWeather::Fog)).labels));
        const cv::Mat night = generateScene(optionsFor(9, SceneTime::Night, SceneWeather::Clear)).labels;
        // Bicycles have lamps at night.
        QVERIFY(cv::countNonZero(day.labels != night) < 0.002 * static_cast<double>(night.total()));
        QVERIFY(!sameBytes(day.labels, generateScene(optionsFor(10, SceneTime::Day, SceneWeather::Clear)).labels));
    }

    void skyIsColderThanTheRoad()
    {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const SyntheticScene scene = generateScene(optionsFor(seed, SceneTime::Any, SceneWeather::Clear));
            const cv::Mat sky = scene.labels == 7, road = scene.labels == 1;
            if (cv::countNonZero(sky) > 100)
                QVERIFY2(cv::mean(scene.infrared, sky)[0] + 10 < cv::mean(scene.infrared, road)[0],
                         scene.description.c_str());
        }
    }

    void fogHidesTheFarFromTheEyeOnly()
    {
        std::map<SceneWeather, std::array<double, 2>> edges;
        for (const SceneWeather weather : {SceneWeather::Clear, SceneWeather::Fog})
            for (std::uint64_t seed = 1; seed <= 8; ++seed) {
                const SyntheticScene scene = generateScene(optionsFor(seed, SceneTime::Day, weather));
                // Around the middle of the picture things are far.
                cv::Mat far = cv::Mat::zeros(scene.labels.size(), CV_8UC1);
                far(cv::Rect(110, 85, 100, 45)).setTo(255);
                edges[weather][0] += edgesWithin(grey(scene), far);
                edges[weather][1] += edgesWithin(scene.infrared, far);
            }
        const double visible = edges[SceneWeather::Fog][0] / edges[SceneWeather::Clear][0];
        const double infrared = edges[SceneWeather::Fog][1] / edges[SceneWeather::Clear][1];
        QVERIFY2(visible < 0.5, qPrintable(QString::number(visible)));
        QVERIFY2(infrared > visible + 0.2, qPrintable(QString("%1 against %2").arg(infrared).arg(visible)));
    }

    void glareSaturatesThePicture()
    {
        for (const SceneTime time : {SceneTime::Day, SceneTime::Night}) {
            double clear = 0, glare = 0;
            for (std::uint64_t seed = 1; seed <= 6; ++seed) {
                clear += cv::countNonZero(grey(generateScene(optionsFor(seed, time, SceneWeather::Clear))) > 245);
                glare += cv::countNonZero(grey(generateScene(optionsFor(seed, time, SceneWeather::Glare))) > 245);
            }
            QVERIFY2(glare > 1.5 * clear + 50, qPrintable(QString("%1 against %2").arg(glare).arg(clear)));
        }
    }
};

DUOSCOPE_TEST_MAIN(TestSyntheticScene)
#include "tst_synthetic_scene.moc"
