#include "app/wharfinger/render.h"

#include "app/wharfinger/demo.h"
#include "ui/style/palettes.h"
#include "ui/style/roomy_style.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTextStream>

namespace wharf {

namespace {

/// Time stands still while pictures are taken, so that they are alike every time.
class StillClock final : public Clock {
public:
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return std::chrono::hours(100); }
    [[nodiscard]] QDateTime now() const override { return QDateTime(QDate(2026, 11, 17), QTime(10, 41), Qt::UTC); }
};

struct Look {
    QString name;
    QPalette palette;
    QSize size;
    double fontScale = 1.0;
};

void settle()
{
    // Layouts inside scroll areas need some rounds until their heights are right.
    for (int i = 0; i < 6; ++i) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

/// Takes the pictures of one look.
class Camera final {
public:
    Camera(const Look &look, const QString &folder)
        : m_look(look)
        , m_folder(folder)
        , m_demo(std::make_shared<StillClock>(), false)
    {
        m_demo.window().resize(look.size);
        m_demo.window().show();
        settle();
    }

    bool takeAll()
    {
        account("jo@registry.example.com", "account");
        account("jodev@docker.io", "refused", 0);
        account("jo@ghcr.io", "locked", 0);
        account("gitlab.lab.example:5050", "offline", 0);
        account("deploy-7", "expiring", 0);
        account("store.example.net", "basic", 2);
        account("jodev@docker.io", "none", 1);
        account("jodev@docker.io", "none", 2);
        diagnose();
        push();
        addAccount();
        signOut();
        m_demo.window().openSettings();
        take("settings");
        folded();
        m_demo.clear();
        m_demo.window().showAccount({});
        settle();
        take("empty");
        return m_ok;
    }

private:
    template <class Widget>
    Widget *find(const char *name)
    {
        // Pages of the same kind have parts of the same name: the one that can be seen.
        const auto all = m_demo.window().findChildren<Widget *>(QLatin1String(name));
        const auto seen = std::find_if(all.begin(), all.end(), [](const Widget *one) { return one->isVisible(); });
        return seen == all.end() ? all.value(0) : *seen;
    }

    void account(const char *who, const char *picture, int onlyPage = -1)
    {
        static const char *const pages[] { "overview", "access", "token", "diagnose", "push", "activity" };
        const accounts::Account *found = m_demo.book().accounts().named(QLatin1String(who));
        if (!found)
            qFatal("The fixtures have no account %s", who);
        m_demo.window().showAccount(found->id);
        for (int page = 0; page < 6; ++page) {
            if (onlyPage >= 0 && page != onlyPage)
                continue;
            m_demo.window().setPage(page);
            take(QByteArray(picture) + '-' + pages[page]);
        }
    }

    void diagnose()
    {
        account("jo@registry.example.com", "diagnose", 3);
        m_demo.diagnoses().setPace({ .unhurried = false, .holdAfter = 9 });
        diagnosis("registry.example.com", "diagnose-running");
        find<QPushButton>("cancelDiagnosis")->click();
        take("diagnose-stopped");
        m_demo.diagnoses().setPace({ .unhurried = false, .holdAfter = -1 });
        diagnosis("registry.example.com", "diagnose-healthy");
        ask("registry.example.com/harbour/crane");
        auto *box = find<QMessageBox>("confirmUpload");
        save(box->grab(), "diagnose-asks");
        find<QCheckBox>("uploadAlways")->setChecked(true);
        find<QPushButton>("withUpload")->click();
        take("diagnose-warning");
        diagnosis("registry.example.com/lighthouse/beacon", "diagnose-push");
        account("jodev@docker.io", "refused", 0);
        find<QPushButton>("why")->click();
        take("diagnose-why");
        m_demo.window().openDiagnoseAlone();
        take("diagnose-alone");
        diagnosis("registry.shipyard.example/dock/app", "diagnose-stripped");
        open("step-credential", "diagnose-steps");
        diagnosis("registry.nowhere.example", "diagnose-unknown");
        ask("#12 ERROR: failed to push registry.shipyard.example/dock/app:2.1: denied: access forbidden\nexit status 1");
        take("diagnose-pasted");
        find<QPushButton>("closeDiagnose")->click();
    }

    void push()
    {
        account("jo@registry.example.com", "push", 4);
        auto *list = find<QListView>("images");
        list->setCurrentIndex(list->model()->index(0, 0));
        take("push-chosen");
        find<QAbstractButton>("pushOptions")->setChecked(true);
        retype("destination", "registry.example.com/Harbour/crane");
        take("push-options");
        find<QAbstractButton>("pushOptions")->setChecked(false);
        retype("destination", "registry.example.com/harbour/crane");
        QWidget *running = card("harbour/crane");
        running->findChild<QAbstractButton *>(QStringLiteral("pushHead"))->setChecked(true);
        look(running, "push-running");
        running->findChild<QAbstractButton *>(QStringLiteral("cancelPush"))->click();
        look(running, "push-cancel");
        running->findChild<QAbstractButton *>(QStringLiteral("cancelBack"))->click();
        running->findChild<QAbstractButton *>(QStringLiteral("pushHead"))->setChecked(false);
        look(card("nightly/atlas"), "push-failed");
        look(card("harbour/tide-tables"), "push-done");
        m_demo.setEngines(false);
        find<QPushButton>("refreshImages")->click();
        settle();
        look(find<QWidget>("imageFilter"), "push-no-engine");
        m_demo.setEngines(true);
        find<QPushButton>("refreshImages")->click();
        account("jodev@docker.io", "none", 5);
    }

    void retype(const char *field, const char *text)
    {
        auto *edit = find<QLineEdit>(field);
        edit->clear();
        edit->insert(QLatin1String(text));
    }

    QWidget *card(const char *destination)
    {
        const auto all = m_demo.window().findChildren<QWidget *>(QStringLiteral("pushCard"));
        for (QWidget *one : all) {
            if (one->findChild<QWidget *>(QStringLiteral("pushHead"))->accessibleName().contains(QLatin1String(destination)))
                return one;
        }
        qFatal("There is no push to %s", destination);
    }

    /// The part of a page that scrolls.
    void look(QWidget *part, const char *picture)
    {
        settle();
        QWidget *page = part->parentWidget();
        while (!qobject_cast<QScrollArea *>(page))
            page = page->parentWidget();
        auto *area = static_cast<QScrollArea *>(page);
        area->ensureWidgetVisible(part, 0, part->fontMetrics().height());
        take(picture);
    }

    void ask(const char *what)
    {
        find<QPlainTextEdit>("diagnoseWhat")->setPlainText(QLatin1String(what));
        find<QPushButton>("diagnose")->click();
        settle();
    }

    void diagnosis(const char *what, const char *picture)
    {
        ask(what);
        take(picture);
    }

    void open(const char *step, const char *picture)
    {
        auto *head = find<QAbstractButton>(step);
        head->click();
        settle();
        // No window is active here, so that the page does not follow the keyboard.
        QWidget *page = head->parentWidget();
        while (!qobject_cast<QScrollArea *>(page))
            page = page->parentWidget();
        static_cast<QScrollArea *>(page)->ensureWidgetVisible(head, 0, 32 * head->fontMetrics().height() / 2);
        take(picture);
    }

    void addAccount()
    {
        m_demo.window().addAccount();
        take("add-where");
        find<QLineEdit>("where")->setText(QStringLiteral("registry.example.com"));
        take("add-token");
        // Not a real token: it only begins like one.
        find<QLineEdit>("token")->setText(QStringLiteral("glpat-") + QStringLiteral("demo-demo-demo-demo"));
        take("add-recognised");
        find<QLineEdit>("token")->setText(QStringLiteral("glrt-") + QStringLiteral("demo-demo-demo-demo"));
        take("add-wrong-kind");
        find<QPushButton>("cancel")->click();
    }

    void signOut()
    {
        account("jo@registry.example.com", "account", 0);
        find<QPushButton>("signOut")->click();
        settle();
        auto *box = find<QMessageBox>("confirmSignOut");
        save(box->grab(), "sign-out");
        box->reject();
        settle();
    }

    void folded()
    {
        account("jo@registry.example.com", "account", 0);
        m_demo.window().setSidebarFolded(true);
        take("folded");
        m_demo.window().setSidebarFolded(false);
    }

    void take(const QByteArray &picture)
    {
        settle();
        save(m_demo.window().grab(), picture);
    }

    void save(const QPixmap &pixmap, const QByteArray &picture)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(picture) + QLatin1Char('-') + m_look.name + QLatin1String(".png"));
        if (!pixmap.save(path)) {
            QTextStream(stderr) << "Could not write " << path << '\n';
            m_ok = false;
        }
    }

    Look m_look;
    QDir m_folder;
    Demo m_demo;
    bool m_ok = true;
};

} // namespace

int renderScreens(const QString &folder)
{
    if (!QDir().mkpath(folder)) {
        QTextStream(stderr) << "Could not make the folder " << folder << '\n';
        return 3;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    QApplication::setStyle(QStringLiteral("Fusion"));
    ui::RoomyStyle::install();
    const QFont font = QApplication::font();
    constexpr QSize usual { 1040, 680 };
    const QList<Look> looks {
        { .name = QStringLiteral("light"), .palette = ui::lightPalette(), .size = usual },
        { .name = QStringLiteral("dark"), .palette = ui::darkPalette(), .size = usual },
        { .name = QStringLiteral("contrast"), .palette = ui::highContrastPalette(), .size = usual },
        { .name = QStringLiteral("narrow"), .palette = ui::lightPalette(), .size = QSize(720, 480) },
        { .name = QStringLiteral("large"), .palette = ui::lightPalette(), .size = usual, .fontScale = 2.0 },
    };
    bool ok = true;
    for (const Look &look : looks) {
        QApplication::setPalette(look.palette);
        QFont scaled = font;
        scaled.setPointSizeF(font.pointSizeF() * look.fontScale);
        QApplication::setFont(scaled);
        ok = Camera(look, folder).takeAll() && ok;
    }
    return ok ? 0 : 3;
}

} // namespace wharf
