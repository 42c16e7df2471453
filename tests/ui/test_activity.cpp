#include "tests/ui/window_rig.h"

#include <QAccessible>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

using namespace wharf;
using test::WindowRig;

namespace {

/// The rig with two accounts, and the first in front.
class ActivityRig final : public WindowRig {
public:
    ActivityRig()
    {
        first = putAccount("personal");
        second = putAccount("deploy");
    }

    void happened(const accounts::Account &who, const char *repository, QLatin1String kind)
    {
        QVERIFY(activity.append({ .time = clock->now(), .kind = kind, .host = who.host.name(), .repository = QLatin1String(repository), .account = who.id,
                                  .facts = { { QStringLiteral("size"), QStringLiteral("588000000") }, { QStringLiteral("sent"), QStringLiteral("588000000") },
                                             { QStringLiteral("milliseconds"), QStringLiteral("18000") }, { QStringLiteral("words"), QStringLiteral("It was refused.") } } }));
    }

    void openActivity()
    {
        openWindow();
        window->showAccount(first.id);
        QTest::keyClick(window.get(), Qt::Key_6, Qt::ControlModifier);
    }

    [[nodiscard]] QStringList listed() const
    {
        QStringList lines;
        const QAbstractItemModel *model = find<QListView>("activity")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            lines.append(model->index(row, 0).data(Qt::AccessibleTextRole).toString());
        return lines;
    }

    accounts::Account first;
    accounts::Account second;
};

} // namespace

/// What the page of what happened shows.
class TestActivity final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init() { test::failOnWarnings(); }

    void withoutAnythingItSaysSo()
    {
        ActivityRig rig;
        rig.openActivity();
        QVERIFY(!rig.find("activity")->isVisible());
        QVERIFY(!rig.find("exportActivity")->isEnabled());
    }

    void theNewestComesFirstInWords()
    {
        ActivityRig rig;
        rig.happened(rig.first, "group/app:1", activity::pushDone);
        rig.happened(rig.first, "group/app:2", activity::pushFailed);
        rig.openActivity();
        const QStringList lines = rig.listed();
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[0].startsWith(QStringLiteral("Push failed, ") + rig.host() + QStringLiteral("/group/app:2, It was refused.")), qPrintable(lines[0]));
        QVERIFY2(lines[1].contains(QStringLiteral("588 MB in 18 s")), qPrintable(lines[1]));
    }

    void itIsFilteredByAccountAndKind()
    {
        ActivityRig rig;
        rig.happened(rig.first, "group/app:1", activity::pushDone);
        rig.happened(rig.second, "group/app:2", activity::pushDone);
        rig.happened(rig.first, "group/app:3", activity::pushCancelled);
        rig.openActivity();
        QCOMPARE(rig.listed().size(), 2);
        auto *whose = rig.find<QComboBox>("activityWhose");
        whose->setFocus();
        QTest::keyClick(whose, Qt::Key_Down);
        QCOMPARE(rig.listed().size(), 3);
        auto *kind = rig.find<QComboBox>("activityKind");
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_End);
        QCOMPARE(rig.listed().size(), 1);
        QVERIFY(rig.listed().first().contains(QStringLiteral("group/app:3")));
        rig.window->showAccount(rig.second.id);
        QCOMPARE(rig.listed().size(), 1);
        QTest::keyClick(whose, Qt::Key_Up);
        QVERIFY(!rig.find("activity")->isVisible());
    }

    void whatHappensWhileItIsOpenIsShown()
    {
        ActivityRig rig;
        rig.openActivity();
        rig.happened(rig.first, "group/app:1", activity::pushDone);
        QCOMPARE(rig.listed().size(), 1);
        QVERIFY(rig.find("activity")->isVisible());
    }

    void theExportHasWhatIsListed()
    {
        ActivityRig rig;
        rig.happened(rig.first, "group/app:1", activity::pushDone);
        rig.happened(rig.second, "group/app:2", activity::pushDone);
        rig.openActivity();
        QTest::mouseClick(rig.find("exportActivity"), Qt::LeftButton);
        auto *dialog = rig.find<QFileDialog>("chooseExport");
        dialog->setDirectory(rig.folder.path());
        dialog->findChild<QLineEdit *>()->setText(QStringLiteral("out.jsonl"));
        QMetaObject::invokeMethod(dialog, "accept");
        const QString path = rig.folder.filePath(QStringLiteral("out.jsonl"));
        QTRY_VERIFY(QFile::exists(path));
        const QStringList lines = rig.clientFile(path).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 1);
        const auto entry = activity::readEntry(lines.first().toUtf8());
        QVERIFY(entry);
        QCOMPARE(entry->repository, QStringLiteral("group/app:1"));
        QVERIFY(rig.textOf("activitySaid").contains(path));
    }

    void everythingHasAName()
    {
        ActivityRig rig;
        rig.happened(rig.first, "group/app:1", activity::pushDone);
        rig.openActivity();
        for (QWidget *widget : rig.window->findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible())
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken && !spoken->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestActivity)
#include "test_activity.moc"
