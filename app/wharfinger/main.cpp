#include "app/wharfinger/demo.h"
#include "app/wharfinger/fonts_ahead.h"
#include "app/wharfinger/languages.h"
#include "app/wharfinger/options.h"
#include "app/wharfinger/program.h"
#include "app/wharfinger/render.h"
#include "core/base/core_dumps.h"
#include "core/base/paths.h"
#include "ui/style/icons.h"
#include "ui/style/roomy_style.h"

#include <QApplication>
#include <QSettings>

namespace {

int runDemo(const wharf::Options &options)
{
    if (!options.renderTo.isEmpty())
        return wharf::renderScreens(options.renderTo);
    QApplication::setWindowIcon(wharf::ui::applicationIcon());
    wharf::Demo demo(std::make_shared<wharf::SystemClock>());
    if (const auto *account = demo.book().accounts().named(options.account))
        demo.window().showAccount(account->id);
    demo.window().show();
    if (options.add)
        demo.window().addAccount();
    return QApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    wharf::forbidCoreDumps();
    wharf::FontsAhead fonts;
    QApplication application(argc, argv);
    fonts.wait();
    QApplication::setApplicationName(QStringLiteral("wharfinger"));
    QApplication::setApplicationDisplayName(QStringLiteral("Wharfinger"));
    QApplication::setApplicationVersion(QStringLiteral(WHARF_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.wharfinger.Wharfinger"));
    const wharf::Options options = wharf::Options::read(QApplication::arguments());
    {
        const QSettings settings(wharf::paths::settingsFile(), QSettings::IniFormat);
        wharf::installTranslations(application, settings);
    }
    wharf::ui::RoomyStyle::install();
    if (options.demo)
        return runDemo(options);
    wharf::Program program;
    program.open(options);
    return QApplication::exec();
}
