// Takes a picture of the whole X screen once something is on it and has stopped changing.
//   grab_screen FILE.png [SECONDS]      exit status 1 when the screen is still empty after SECONDS (20)
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPixmap>
#include <QScreen>
#include <QTimer>

#include <cstdio>

namespace {

bool isEmpty(const QImage &screen)
{
    const QRgb corner = screen.pixel(0, 0);
    for (int y = 0; y < screen.height(); y += 8) {
        for (int x = 0; x < screen.width(); x += 8) {
            if (screen.pixel(x, y) != corner)
                return false;
        }
    }
    return true;
}

}

int main(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    const QStringList words = QGuiApplication::arguments();
    if (words.size() < 2 || words.size() > 3) {
        std::fputs("Usage: grab_screen FILE.png [SECONDS]\n", stderr);
        return 2;
    }
    // A countdown never stops changing: a quiet half second is waited for, but not for long.
    constexpr int lookEvery = 250;
    constexpr int quietLooks = 2;
    constexpr int looksAtMost = 12;
    int looksLeft = (words.size() == 3 ? words.at(2).toInt() : 20) * 1000 / lookEvery;

    QImage last;
    int same = 0;
    int seen = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        const QImage now = QGuiApplication::primaryScreen()->grabWindow(0).toImage();
        if (isEmpty(now)) {
            if (--looksLeft > 0)
                return;
            std::fputs("Nothing came on the screen.\n", stderr);
            return QGuiApplication::exit(1);
        }
        same = now == last ? same + 1 : 0;
        last = now;
        if (same < quietLooks && ++seen < looksAtMost)
            return;
        const bool saved = now.save(words.at(1));
        if (!saved)
            std::fprintf(stderr, "%s cannot be written.\n", qPrintable(words.at(1)));
        QGuiApplication::exit(saved ? 0 : 1);
    });
    timer.start(lookEvery);
    return QGuiApplication::exec();
}
