#include "ui/main_window/first_picture.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/palettes.h"
#include "ui/style/roomy_style.h"
#include "ui/style/ticker.h"
#include "ui/style/tone.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QStyleFactory>
#include <QTest>

using namespace wharf::ui;

class TestStyle final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QApplication::setStyle(QStringLiteral("Fusion"));
        RoomyStyle::install();
    }

#ifdef Q_OS_LINUX
    // They are loaded for good, all of them, by the first picture that Qt has to look for.
    void ourPicturesNeedNoPlugins()
    {
        QLineEdit field;
        field.setClearButtonEnabled(true);
        field.setText(QStringLiteral("text"));
        QVERIFY(!applicationIcon().pixmap(64).isNull());
        QVERIFY(!field.grab().isNull());
        QFile maps(QStringLiteral("/proc/self/maps"));
        QVERIFY(maps.open(QIODevice::ReadOnly));
        const QByteArray libraries = maps.readAll();
        QVERIFY(libraries.contains("platforms/libq")); // the look finds plug-ins where there are some
        QVERIFY(!libraries.contains("imageformats/"));
        QVERIFY(!libraries.contains("iconengines/"));
    }
#endif

    void buttonsAndFieldsStandAlike()
    {
        const QPushButton button(QStringLiteral("Add account"));
        const QLineEdit field;
        const int unit = button.fontMetrics().height() / 2;
        QVERIFY(button.sizeHint().height() >= 4 * unit);
        QCOMPARE(button.sizeHint().height(), field.sizeHint().height());
    }

    void otherStylesKeepTheirMeasures()
    {
        QStyle *windows = QStyleFactory::create(QStringLiteral("Windows"));
        QPushButton button(QStringLiteral("Add account"));
        button.setStyle(windows);
        const QSize own = button.sizeHint();
        RoomyStyle around(windows);
        button.setStyle(&around);
        QCOMPARE(button.sizeHint(), own);
        button.setStyle(nullptr);
    }

    void whatCanWaitComesAfterTheFirstPicture()
    {
        QWidget window;
        const auto *picture = new FirstPicture(&window, std::chrono::hours(1));
        QSignalSpy drawn(picture, &FirstPicture::drawn);
        window.show();
        QCOMPARE(drawn.count(), 0);
        QTRY_COMPARE(drawn.count(), 1);
    }

    void aWindowThatIsNotShownHoldsNothingUp()
    {
        QWidget window;
        const auto *picture = new FirstPicture(&window, std::chrono::milliseconds(1));
        QSignalSpy drawn(picture, &FirstPicture::drawn);
        QTRY_COMPARE(drawn.count(), 1);
    }

    void contrastIsWcags()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // An example from the wild: #767676 on white is the darkest grey that just passes.
        QVERIFY(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void statesCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
        QTest::newRow("high contrast") << highContrastPalette();
        QPalette grey(QColor(0x80, 0x80, 0x80));
        QTest::newRow("a grey that suits nobody") << grey;
    }

    void statesCanBeRead()
    {
        QFETCH(const QPalette, palette);
        QList<QColor> grounds { palette.color(QPalette::Window), palette.color(QPalette::Base), palette.color(QPalette::Highlight) };
        grounds.append(washColor(grounds.first(), palette.color(QPalette::Highlight)));
        for (const QColor &ground : grounds) {
            for (const Tone tone : { Tone::Good, Tone::Caution, Tone::Bad, Tone::Quiet }) {
                const double ratio = contrastRatio(toneColor(tone, ground), ground);
                QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2").arg(ratio).arg(ground.name())));
            }
            QVERIFY(contrastRatio(captionColor(palette.color(QPalette::WindowText), ground), ground) >= 4.5);
        }
    }

    void tonesDiffer()
    {
        for (const QColor &ground : { lightPalette().color(QPalette::Window), darkPalette().color(QPalette::Window) }) {
            QVERIFY(toneColor(Tone::Good, ground) != toneColor(Tone::Bad, ground));
            QVERIFY(toneColor(Tone::Caution, ground) != toneColor(Tone::Quiet, ground));
        }
    }

    void labelsFollowThePalette()
    {
        QApplication::setPalette(lightPalette());
        Label caption(Label::Role::Caption, QStringLiteral("caption"));
        const QColor light = caption.palette().color(QPalette::WindowText);
        QApplication::setPalette(darkPalette());
        QTRY_VERIFY(caption.palette().color(QPalette::WindowText) != light);
        QVERIFY(contrastRatio(caption.palette().color(QPalette::WindowText), darkPalette().color(QPalette::Base)) >= 4.5);
        QApplication::setPalette(lightPalette());
    }

    void aServersWordsAreNeverMarkup()
    {
        Label label(Label::Role::Body, QStringLiteral("<b>bold</b>"));
        QCOMPARE(label.textFormat(), Qt::PlainText);
    }

    void theTickerRunsOnlyForWhatIsInFront()
    {
        Ticker ticker;
        QStackedWidget pages;
        auto *counting = new QWidget;
        auto *other = new QWidget;
        pages.addWidget(counting);
        pages.addWidget(other);
        ticker.setCounting(counting, true);
        QVERIFY(!ticker.isRunning());
        pages.show();
        QTRY_VERIFY(ticker.isRunning());
        pages.setCurrentWidget(other);
        QTRY_VERIFY(!ticker.isRunning());
        pages.setCurrentWidget(counting);
        QTRY_VERIFY(ticker.isRunning());
        ticker.setCounting(counting, false);
        QVERIFY(!ticker.isRunning());
        ticker.setCounting(counting, true);
        QTRY_VERIFY(ticker.isRunning());
        delete counting;
        QVERIFY(!ticker.isRunning());
    }

    void theTickerTicksAtOnceWhenItStarts()
    {
        Ticker ticker;
        QSignalSpy ticks(&ticker, &Ticker::tick);
        QWidget widget;
        ticker.setCounting(&widget, true);
        widget.show();
        QTRY_COMPARE(ticks.count(), 1);
        QTRY_COMPARE(ticks.count(), 2);
    }
};

QTEST_MAIN(TestStyle)
#include "test_style.moc"
