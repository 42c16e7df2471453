// The least that a Qt window can cost: the peer of the benchmarks.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1040, 680);
    window.show();
    return QApplication::exec();
}
