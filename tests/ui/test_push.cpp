#include "tests/support/fake_push.h"
#include "tests/ui/window_rig.h"

#include "ui/push/destination_input.h"
#include "ui/push/layer_model.h"
#include "ui/push/push_card.h"
#include "ui/push/push_estimate.h"
#include "ui/push/push_memory.h"
#include "ui/wording/push_words.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>

using namespace wharf;
using push::QueuedPush;
using test::WindowRig;
using From = push::SourceName::Kind;

namespace {

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

ui::LocalImage image(const char *name, qint64 megabytes, From engine = From::Docker)
{
    return { .source = { .kind = engine, .place = QLatin1String(name), .reference = {} },
             .size = megabytes * 1'000'000,
             .created = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC).addSecs(megabytes) };
}

/// What the engines of a test have.
struct Engines {
    QList<ui::LocalImage> docker { image("registry.example.com/group/app:1.2", 588), image("debian:12", 117) };
    QList<ui::LocalImage> podman { image("tide-tables:3", 44, From::Podman) };
    std::optional<Failure> trouble;
    int asked = 0;
};

Task<Result<QList<ui::LocalImage>>> listed(From kind, std::shared_ptr<Engines> engines)
{
    ++engines->asked;
    if (engines->trouble)
        co_return fail(*engines->trouble);
    co_return kind == From::Docker ? engines->docker : engines->podman;
}

/// The rig with its account in front on *Push*, made-up engines, and pushes that do as they are told.
class PushRig final : public WindowRig {
public:
    PushRig()
    {
        makePush = pushes.factory();
        images = [engines = engines](From kind, const std::shared_ptr<Stop> &) { return ::listed(kind, engines); };
    }

    void openPush()
    {
        account = putAccount("personal");
        openWindow();
        window->showAccount(account.id);
        QTest::keyClick(window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(find("imageFilter")->hasFocus());
    }

    [[nodiscard]] QListView *list() const { return find<QListView>("images"); }
    [[nodiscard]] QLineEdit *destination() const { return find<QLineEdit>("destination"); }
    [[nodiscard]] QLineEdit *tag() const { return find<QLineEdit>("destinationTag"); }
    [[nodiscard]] QStringList listed() const
    {
        QStringList names;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            names.append(list()->model()->index(row, 0).data().toString());
        return names;
    }
    void choose(const char *name)
    {
        const QModelIndexList found = list()->model()->match(list()->model()->index(0, 0), Qt::DisplayRole, QLatin1String(name), 1, Qt::MatchExactly);
        QVERIFY(!found.isEmpty());
        list()->scrollTo(found.first());
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(found.first()).center());
    }
    static void type(QLineEdit *field, const QString &text)
    {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    }
    /// Chooses an image and pushes it to that repository of the account's registry.
    void push(const char *repository, const char *source = "debian:12")
    {
        choose(source);
        type(destination(), host() + QLatin1Char('/') + QLatin1String(repository));
        click(find("push"));
    }

    [[nodiscard]] ui::PushCard *card(const char *repository) const
    {
        const auto all = window->findChildren<ui::PushCard *>();
        for (ui::PushCard *one : all) {
            if (one->isVisible() && headOf(one)->accessibleName().contains(QLatin1String(repository)))
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] static QAbstractButton *headOf(const QWidget *card) { return card->findChild<QAbstractButton *>(QStringLiteral("pushHead")); }
    /// A button of a card that can be seen; null where it cannot.
    [[nodiscard]] QPushButton *button(const char *repository, const char *name) const
    {
        const QWidget *one = card(repository);
        auto *found = one ? one->findChild<QPushButton *>(QLatin1String(name)) : nullptr;
        return found && found->isVisible() ? found : nullptr;
    }
    [[nodiscard]] QString text(const char *repository, const char *label) const
    {
        const QWidget *one = card(repository);
        const auto *found = one ? one->findChild<QLabel *>(QLatin1String(label)) : nullptr;
        return found && found->isVisible() ? found->text() : QString();
    }
    [[nodiscard]] QString state(const char *repository) const
    {
        const QWidget *one = card(repository);
        return one ? headOf(one)->accessibleName().section(QStringLiteral(": "), -1) : QString();
    }

    accounts::Account account;
    test::FakePushes pushes;
    std::shared_ptr<Engines> engines = std::make_shared<Engines>();
};

/// Counts what a widget and everything in it paints.
class PaintCounter final : public QObject {
public:
    explicit PaintCounter(QWidget *widget) { widget->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        Q_UNUSED(watched)
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

const push::PushOutcome arrived { .digest = QStringLiteral("sha256:4bcb4c91c3f8d6c4c7f4bd6a2b9c1d0e5f60718293a4b5c6d7e8f90a1b2c3d4e"),
                                  .mediaType = {},
                                  .size = 588'000'000,
                                  .sent = 212'000'000,
                                  .existed = 12,
                                  .mounted = 1,
                                  .uploaded = 3,
                                  .renewals = 2,
                                  .milliseconds = 18'000 };

} // namespace

/// What people do on *Push*, and what they see.
class TestPush final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init() { test::failOnWarnings(); }

    void imagesOfBothEnginesAreListedAndFiltered()
    {
        PushRig rig;
        rig.openPush();
        QCOMPARE(rig.listed(), QStringList({ QStringLiteral("registry.example.com/group/app:1.2"), QStringLiteral("debian:12"), QStringLiteral("tide-tables:3") }));
        QTest::keyClicks(rig.find("imageFilter"), QStringLiteral("TIDE"));
        QCOMPARE(rig.listed(), QStringList({ QStringLiteral("tide-tables:3") }));
        QVERIFY(rig.list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Podman, 44 MB")));
        QTest::keyClicks(rig.find("imageFilter"), QStringLiteral("x"));
        QVERIFY(rig.textOf("imagesNote").contains(QStringLiteral("TIDEx")));
        // Escape clears the filter, and the page stays.
        QTest::keyClick(rig.find("imageFilter"), Qt::Key_Escape);
        QCOMPARE(rig.listed().size(), 3);
    }

    void aPushFromTheListGoesWhereItSays()
    {
        PushRig rig;
        rig.openPush();
        rig.choose("debian:12");
        QCOMPARE(rig.destination()->text(), rig.host() + QStringLiteral("/debian"));
        QCOMPARE(rig.tag()->text(), QStringLiteral("12"));
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/base"));
        PushRig::type(rig.tag(), QStringLiteral("bookworm"));
        click(rig.find("push"));
        test::FakePush *push = rig.pushes.to("group/base");
        QVERIFY(push);
        QCOMPARE(push->order().source, (push::SourceName { .kind = From::Docker, .place = QStringLiteral("debian:12"), .reference = {} }));
        QCOMPARE(push->order().destination.toString(), rig.host() + QStringLiteral("/group/base:bookworm"));
        QCOMPARE(push->order().via, push::PushOrder::Via::Direct);
        // With the account's own credential, from the store.
        QCOMPARE(push->access().credential.userName, rig.account.userName);
        QVERIFY(push->access().credential.secret->reveal([&rig](QByteArrayView bytes) { return bytes == rig.world.signIn(QStringLiteral("personal")).secret.toUtf8(); }));
        QCOMPARE(rig.state("group/base"), QStringLiteral("Pushing"));
        QVERIFY(!rig.isOnDisk(rig.world.signIn(QStringLiteral("personal")).secret.toUtf8()));
    }

    void destinationsAreRememberedForEachProject()
    {
        PushRig rig;
        rig.engines->docker.append(image("debian:13", 118));
        rig.openPush();
        rig.push("group/base");
        rig.choose("tide-tables:3");
        QCOMPARE(rig.destination()->text(), rig.host() + QStringLiteral("/tide-tables"));
        rig.choose("debian:13");
        QCOMPARE(rig.destination()->text(), rig.host() + QStringLiteral("/group/base"));
        QCOMPARE(rig.tag()->text(), QStringLiteral("13"));
    }

    void whatIsTypedIsCheckedWhileItIsTyped_data()
    {
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("says");
        QTest::newRow("good") << QStringLiteral("HOST/group/app") << QStringLiteral("1") << QString();
        QTest::newRow("without the host") << QStringLiteral("group/app") << QStringLiteral("1") << QString();
        QTest::newRow("capitals") << QStringLiteral("HOST/Group/app") << QStringLiteral("1") << QStringLiteral("lower case");
        QTest::newRow("a blank") << QStringLiteral("HOST/group/my app") << QStringLiteral("1") << QStringLiteral("blank");
        QTest::newRow("another host") << QStringLiteral("elsewhere.example/group/app") << QStringLiteral("1") << QStringLiteral("elsewhere.example");
        QTest::newRow("a tag that is none") << QStringLiteral("HOST/group/app") << QStringLiteral("-1") << QStringLiteral("no tag");
        QTest::newRow("no repository name") << QStringLiteral("HOST/group//app") << QStringLiteral("1") << QStringLiteral("no repository name");
    }

    void whatIsTypedIsCheckedWhileItIsTyped()
    {
        QFETCH(QString, destination);
        QFETCH(const QString, tag);
        QFETCH(const QString, says);
        PushRig rig;
        rig.openPush();
        rig.choose("debian:12");
        PushRig::type(rig.tag(), tag);
        PushRig::type(rig.destination(), destination.replace(QStringLiteral("HOST"), rig.host()));
        const QString error = rig.textOf("destinationError");
        QVERIFY2(says.isEmpty() ? error.isEmpty() : error.contains(says), qPrintable(error));
        QTest::keyClick(rig.destination(), Qt::Key_Return);
        QCOMPARE(rig.pushes.log.isEmpty(), !says.isEmpty());
        if (!says.isEmpty()) {
            const QWidget *wrong = says == QLatin1String("no tag") ? rig.tag() : rig.destination();
            QVERIFY(wrong->hasFocus());
            QVERIFY(!wrong->accessibleDescription().isEmpty());
        }
    }

    void withoutAnImageNothingIsPushed()
    {
        PushRig rig;
        rig.openPush();
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/app"));
        click(rig.find("push"));
        QVERIFY(rig.textOf("sourceError").contains(QStringLiteral("Choose an image")));
        QVERIFY(rig.pushes.log.isEmpty());
        QVERIFY(rig.find("imageFilter")->hasFocus());
    }

    void aPastedImageNameFallsIntoItsParts()
    {
        PushRig rig;
        rig.openPush();
        rig.choose("debian:12");
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/app:2.1"));
        QTest::keyClick(rig.destination(), Qt::Key_Tab);
        QCOMPARE(rig.destination()->text(), rig.host() + QStringLiteral("/group/app"));
        QCOMPARE(rig.tag()->text(), QStringLiteral("2.1"));
    }

    void optionsAreFoldedAndObeyed()
    {
        PushRig rig;
        rig.openPush();
        rig.choose("debian:12");
        QVERIFY(!rig.find("pushJobs")->isVisible());
        click(rig.find("pushOptions"));
        rig.find<QSpinBox>("pushJobs")->setValue(5);
        rig.find<QSpinBox>("pushChunk")->setValue(10);
        rig.find<QSpinBox>("pushRate")->setValue(2);
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/app"));
        click(rig.find("push"));
        push::PushOrder order = rig.pushes.to("group/app")->order();
        QCOMPARE(order.jobs, 5);
        QCOMPARE(order.chunkSize, 10'000'000);
        QCOMPARE(order.bytesPerSecond, 2'000'000);

        auto *via = rig.find<QComboBox>("pushVia");
        via->setFocus();
        QTest::keyClick(via, Qt::Key_Down);
        QVERIFY(!rig.find("pushJobs")->isEnabled());
        rig.pushes.to("group/app")->finish(arrived);
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/second"));
        click(rig.find("push"));
        QCOMPARE(rig.pushes.to("group/second")->order().via, push::PushOrder::Via::Daemon);
        // An engine cannot be asked to wait, and keeps nothing that could be deleted.
        QVERIFY(!rig.button("group/second", "pausePush"));
        click(rig.button("group/second", "cancelPush"));
        QVERIFY(!rig.button("group/second", "cancelDelete"));
        click(rig.button("group/second", "cancelKeep"));
        QCOMPARE(rig.state("group/second"), QStringLiteral("Cancelled"));
    }

    void anArchiveIsChosenAndDropped()
    {
        PushRig rig;
        rig.openPush();
        const QString path = rig.folder.filePath(QStringLiteral("image.tar"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no archive at all");
        file.close();
        click(rig.find("chooseArchive"));
        auto *dialog = rig.find<QFileDialog>("chooseImageFile");
        dialog->setDirectory(rig.folder.path());
        dialog->findChild<QLineEdit *>()->setText(QStringLiteral("image.tar"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(rig.listed().value(0), QStringLiteral("image.tar"));
        QVERIFY(!rig.find("pushVia")->isEnabled());

        QMimeData dragged;
        dragged.setUrls({ QUrl::fromLocalFile(rig.folder.path()) });
        QWidget *page = rig.find("push");
        while (page && !page->acceptDrops())
            page = page->parentWidget();
        QVERIFY(page);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(page, &drop);
        PushRig::type(rig.destination(), rig.host() + QStringLiteral("/group/app"));
        PushRig::type(rig.tag(), QStringLiteral("1"));
        click(rig.find("push"));
        QVERIFY(rig.pushes.to("group/app"));
        QCOMPARE(rig.pushes.to("group/app")->order().source.kind, From::OciLayout);
        QCOMPARE(rig.pushes.to("group/app")->order().source.place, rig.folder.path());
    }

    void noEngineIsSaidWithWhatToDo()
    {
        PushRig rig;
        rig.engines->trouble = Failure { .stage = Stage::Daemon, .kind = Kind::Absent, .subject = QStringLiteral("/var/run/docker.sock") };
        rig.openPush();
        const QString words = rig.find("noImages")->accessibleName();
        QVERIFY(rig.find("noImages")->isVisible());
        QVERIFY2(words.contains(QStringLiteral("Docker: ")) && words.contains(QStringLiteral("Podman: ")) && words.contains(QStringLiteral("/var/run/docker.sock")), qPrintable(words));
        QVERIFY(!rig.list()->isVisible());
        rig.engines->trouble.reset();
        const int asked = rig.engines->asked;
        click(rig.find("refreshImages"));
        QCOMPARE(rig.engines->asked, asked + 2);
        QVERIFY(!rig.find("noImages")->isVisible());
        QCOMPARE(rig.listed().size(), 3);
        // F5 does so, too.
        QTest::keyClick(rig.window.get(), Qt::Key_F5);
        QCOMPARE(rig.engines->asked, asked + 4);
    }

    void noImagesIsSaid()
    {
        PushRig rig;
        rig.engines->docker.clear();
        rig.engines->podman.clear();
        rig.openPush();
        QVERIFY(rig.find("noImages")->isVisible());
        QVERIFY(rig.find("noImages")->accessibleName().contains(QStringLiteral("Build or pull one")));
    }

    void theEstimateTellsOfTheToken()
    {
        PushRig rig;
        rig.account = rig.putAccount("personal");
        ui::PushMemory(rig.settings).measured(rig.account.host, 100'000);
        rig.openWindow();
        click(rig.find("checkNow"));
        QTRY_COMPARE(rig.textOf("stateText").section(QLatin1Char(' '), 0, 0), QStringLiteral("Ready"));
        QTest::keyClick(rig.window.get(), Qt::Key_5, Qt::ControlModifier);
        QVERIFY(rig.textOf("estimate").isEmpty());
        rig.choose("registry.example.com/group/app:1.2");
        QVERIFY2(rig.textOf("estimate").contains(QStringLiteral("longer than a token lives")), qPrintable(rig.textOf("estimate")));
        QVERIFY(rig.find("estimateBars")->isVisible());
        ui::PushMemory(rig.settings).measured(rig.account.host, 100'000'000);
        rig.choose("debian:12");
        QVERIFY(!rig.textOf("estimate").contains(QStringLiteral("token")));
        QVERIFY(!rig.find("estimateBars")->isVisible());
    }

    void progressIsShownInFigures()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        push::PushProgress progress = test::uploading(1, 212'000'000, 588'000'000);
        progress.tokenSeconds = 252;
        progress.tokenLifetime = 300;
        progress.renewals = 2;
        rig.pushes.to("group/app")->report(progress);
        QTRY_COMPARE(rig.text("group/app", "pushSentence"), QStringLiteral("212 of 588 MB · 34 MB/s · 11 s left"));
        QVERIFY(rig.text("group/app", "pushToken").startsWith(QStringLiteral("Token 4:12")));
        const auto *bar = rig.card("group/app")->findChild<QProgressBar *>(QStringLiteral("pushBar"));
        QCOMPARE(bar->value() * 100 / bar->maximum(), 36);
        QVERIFY(bar->accessibleName().contains(QStringLiteral("group/app")));
    }

    void aCardOpensToItsLayers()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        push::PushProgress progress = test::uploading(3, 10, 100);
        progress.blobs[0].state = push::BlobProgress::State::Mounted;
        progress.blobs[0].mountedFrom = QStringLiteral("group/base");
        progress.blobs[1].state = push::BlobProgress::State::Retrying;
        progress.blobs[1].retryInSeconds = 4;
        progress.blobs[1].trouble = Failure { .stage = Stage::Connect, .kind = Kind::Offline };
        rig.pushes.to("group/app")->report(progress);
        QAbstractButton *head = PushRig::headOf(rig.card("group/app"));
        QTRY_VERIFY(head->isCheckable());
        click(head);
        auto *layers = rig.find<QListView>("layers");
        QVERIFY(layers->isVisible());
        QCOMPARE(layers->model()->rowCount(), 3);
        const auto said = [layers](int row) { return layers->model()->index(row, 0).data(ui::LayerModel::SentenceRole).toString(); };
        QCOMPARE(said(0), QStringLiteral("Taken from group/base"));
        QCOMPARE(said(1), QStringLiteral("Goes on in 4 s: the connection broke"));
        QCOMPARE(said(2), QStringLiteral("Uploading"));
        click(head);
        QVERIFY(!layers->isVisible());
    }

    void itPausesAndResumes()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        click(rig.button("group/app", "pausePush"));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Paused"));
        QVERIFY(rig.button("group/app", "resumePush")->hasFocus()); // the button under the keyboard went
        QTest::keyClick(rig.button("group/app", "resumePush"), Qt::Key_Space);
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushing"));
        QCOMPARE(rig.pushes.log.mid(1), QStringList({ QStringLiteral("pause group/app"), QStringLiteral("resume group/app") }));
    }

    void cancelAsksWhatBecomesOfWhatArrived_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<QString>("word");
        QTest::newRow("keep") << QByteArray("cancelKeep") << QStringLiteral("keep group/app");
        QTest::newRow("delete") << QByteArray("cancelDelete") << QStringLiteral("delete group/app");
    }

    void cancelAsksWhatBecomesOfWhatArrived()
    {
        QFETCH(const QByteArray, button);
        QFETCH(const QString, word);
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.pushes.to("group/app")->report(test::uploading(1, 212'000'000, 588'000'000));
        click(rig.button("group/app", "cancelPush"));
        QVERIFY(!rig.button("group/app", "cancelPush")); // the question takes its place
        QVERIFY(rig.button("group/app", "cancelKeep")->hasFocus());
        QVERIFY(rig.card("group/app")->findChild<QWidget *>(QStringLiteral("cancelQuestion"))->accessibleName().contains(QStringLiteral("212 MB")));
        // Escape is no answer.
        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Escape);
        QVERIFY(!rig.button("group/app", "cancelKeep"));
        QVERIFY(rig.button("group/app", "cancelPush") && rig.button("group/app", "cancelPush")->hasFocus());
        QCOMPARE(rig.pushes.log.size(), 1);

        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Space);
        click(rig.button("group/app", button.constData()));
        QCOMPARE(rig.pushes.log.mid(1), QStringList({ word }));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Cancelled"));
        QVERIFY(rig.window->focusWidget() && rig.card("group/app")->isAncestorOf(rig.window->focusWidget()));
        click(rig.button("group/app", "retryPush"));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushing"));
    }

    void beforeAnythingIsSentThereIsNothingToDelete()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        click(rig.button("group/app", "cancelPush"));
        QVERIFY(!rig.button("group/app", "cancelDelete"));
        QVERIFY(rig.button("group/app", "cancelKeep"));
    }

    void theEndGivesTheDigest()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.pushes.to("group/app")->finish(arrived);
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushed"));
        const QString said = rig.text("group/app", "pushSentence");
        QVERIFY2(said.contains(QStringLiteral("588 MB in 18 s")) && said.contains(QStringLiteral("12")), qPrintable(said));
        QCOMPARE(rig.text("group/app", "pushDigest"), arrived.digest);
        click(rig.button("group/app", "copyDigest"));
        QCOMPARE(QApplication::clipboard()->text(), arrived.digest);
        QCOMPARE(rig.button("group/app", "copyDigest")->text(), QStringLiteral("Copied"));
        QCOMPARE(rig.activity.newest(5).size(), 1);
        click(rig.button("group/app", "removePush"));
        QTRY_VERIFY(!rig.card("group/app"));
        QCOMPARE(rig.activity.newest(5).size(), 1);
    }

    void aFailureIsSaidAndRetried()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.pushes.to("group/app")->finish(fail({ .stage = Stage::Registry, .kind = Kind::TooLarge, .httpStatus = 413, .subject = QStringLiteral("body-limit") }));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Failed"));
        const QString said = rig.text("group/app", "pushSentence") + rig.text("group/app", "pushNextStep");
        QVERIFY2(said.contains(QStringLiteral("413")) && !said.contains(QStringLiteral("not working")), qPrintable(said));
        click(rig.button("group/app", "retryPush"));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushing"));
        QCOMPARE(rig.pushes.log.size(), 2);
    }

    void whyOpensDiagnoseWithTheFailure()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.pushes.to("group/app")->finish(fail({ .stage = Stage::Registry, .kind = Kind::Forbidden, .httpStatus = 403, .serverSaid = QStringLiteral("access forbidden") }));
        // From another account's page, too: it is the push's account whose sign-in is examined.
        const accounts::Account other = rig.putAccount("deploy");
        rig.window->showAccount(other.id);
        QVERIFY(rig.card("group/app"));
        QCOMPARE(rig.button("group/app", "whyPush")->accessibleName().contains(QStringLiteral("group/app")), true);
        click(rig.button("group/app", "whyPush"));
        QCOMPARE(rig.find<QTabBar>("pages")->currentIndex(), 3);
        QVERIFY(rig.find<QPlainTextEdit>("diagnoseWhat")->toPlainText().contains(QStringLiteral("denied")));
        QVERIFY2(rig.textOf("recognised").contains(rig.host() + QStringLiteral("/group/app")), qPrintable(rig.textOf("recognised")));
        QVERIFY(rig.find<QComboBox>("examined")->currentText().contains(rig.account.userName));
        rig.find<QMessageBox>("confirmUpload")->reject();
    }

    void whatIsNoMatterOfTheRegistryIsNotDiagnosed()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.pushes.to("group/app")->finish(fail({ .stage = Stage::Image, .kind = Kind::Absent, .subject = QStringLiteral("debian:12") }));
        QVERIFY(!rig.button("group/app", "whyPush"));
        QVERIFY(rig.text("group/app", "pushSentence").contains(QStringLiteral("debian:12")));
    }

    void aRestartRestoresTheQueue()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.endProgram();
        rig.openWindow();
        QTest::keyClick(rig.window.get(), Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE(rig.state("group/app"), QStringLiteral("Interrupted"));
        QCOMPARE(rig.button("group/app", "retryPush")->text(), QStringLiteral("Go on"));
        QCOMPARE(rig.pushes.log.size(), 1);
        click(rig.button("group/app", "retryPush"));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushing"));
        QCOMPARE(rig.pushes.log.size(), 2);
    }

    void aLockedKeychainIsSaid()
    {
        PushRig rig;
        rig.openPush();
        rig.store->failWith(Failure { .stage = Stage::Keychain, .kind = Kind::Locked });
        rig.push("group/app");
        QCOMPARE(rig.state("group/app"), QStringLiteral("Failed"));
        QVERIFY(!rig.text("group/app", "pushSentence").isEmpty());
        QVERIFY(!rig.button("group/app", "whyPush"));
        rig.store->failWith({});
        click(rig.button("group/app", "retryPush"));
        QCOMPARE(rig.state("group/app"), QStringLiteral("Pushing"));
    }

    void twoHundredLayersPaintNoMoreThanCanBeSeen()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        test::FakePush *push = rig.pushes.to("group/app");
        push->report(test::uploading(200, 0, 1'000'000));
        QAbstractButton *head = PushRig::headOf(rig.card("group/app"));
        QTRY_VERIFY(head->isCheckable());
        click(head);
        auto *layers = rig.find<QListView>("layers");
        QCOMPARE(layers->model()->rowCount(), 200);
        QVERIFY(layers->height() < 20 * layers->sizeHintForRow(0));
        QVERIFY(layers->findChildren<QWidget *>().size() < 20); // rows are painted, not widgets
        QTest::qWait(2 * static_cast<int>(ui::PushCard::beat.count()));

        // A burst of a thousand reports within one turn of the event loop is one change, and one more at the next beat.
        QSignalSpy changes(layers->model(), &QAbstractItemModel::dataChanged);
        PaintCounter paints(layers->viewport());
        for (int report = 1; report <= 1000; ++report)
            push->report(test::uploading(200, report * 1000, 1'000'000));
        QVERIFY2(changes.size() <= 1, qPrintable(QString::number(changes.size())));
        QTRY_COMPARE(layers->model()->index(199, 0).data(ui::LayerModel::ShareRole).toDouble(), 1.0);
        QVERIFY2(changes.size() <= 2, qPrintable(QString::number(changes.size())));
        QTest::qWait(2 * static_cast<int>(ui::PushCard::beat.count()));
        QVERIFY2(paints.count <= 2, qPrintable(QString::number(paints.count)));

        // What did not change is not told of.
        changes.clear();
        push->report(push->now);
        QTest::qWait(2 * static_cast<int>(ui::PushCard::beat.count()));
        QVERIFY(changes.isEmpty());
    }

    void whatCannotBeSeenIsNotShownAnew()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        test::FakePush *push = rig.pushes.to("group/app");
        const auto *sentence = rig.card("group/app")->findChild<QLabel *>(QStringLiteral("pushSentence"));
        QTest::keyClick(rig.window.get(), Qt::Key_1, Qt::ControlModifier);
        push->report(test::uploading(1, 212'000'000, 588'000'000));
        QTest::qWait(2 * static_cast<int>(ui::PushCard::beat.count()));
        QVERIFY(!sentence->text().contains(QStringLiteral("212")));
        QTest::keyClick(rig.window.get(), Qt::Key_5, Qt::ControlModifier);
        QVERIFY(sentence->text().contains(QStringLiteral("212")));
    }

    void theKeyboardIsEnough()
    {
        PushRig rig;
        rig.openPush();
        QTest::keyClicks(rig.window->focusWidget(), QStringLiteral("debian"));
        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Down);
        QVERIFY(rig.list()->hasFocus());
        QTest::keyClick(rig.list(), Qt::Key_Return);
        QVERIFY(rig.destination()->hasFocus());
        QTest::keyClick(rig.destination(), Qt::Key_Return);
        QVERIFY(rig.pushes.to("debian"));
        rig.pushes.to("debian")->report(test::uploading(2, 10, 100));
        QTRY_VERIFY(PushRig::headOf(rig.card("debian"))->isCheckable());
        // On with Tab, from the filter to the card.
        rig.find("imageFilter")->setFocus();
        QStringList order;
        for (int i = 0; i < 16 && !order.contains(QStringLiteral("cancelPush")); ++i) {
            order.append(rig.window->focusWidget()->objectName());
            QTest::keyClick(rig.window->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, QStringList({ QStringLiteral("imageFilter"), QStringLiteral("refreshImages"), QStringLiteral("images"),
                                      QStringLiteral("chooseArchive"), QStringLiteral("chooseFolder"), QStringLiteral("destination"),
                                      QStringLiteral("destinationTag"), QStringLiteral("pushOptions"), QStringLiteral("push"),
                                      QStringLiteral("pushHead"), QStringLiteral("pausePush"), QStringLiteral("cancelPush") }));
        QAbstractButton *head = PushRig::headOf(rig.card("debian"));
        head->setFocus();
        QTest::keyClick(head, Qt::Key_Right);
        auto *layers = rig.find<QListView>("layers");
        QVERIFY(layers->isVisible());
        layers->setFocus();
        QTest::keyClick(layers, Qt::Key_Down);
        QTest::keyClick(layers, Qt::Key_Left);
        QVERIFY(!layers->isVisible());
        QVERIFY(head->hasFocus());
    }

    void theNewestCardComesFirstAlsoForTheKeyboard()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/first");
        rig.push("group/second");
        QVERIFY(rig.card("group/second")->mapTo(rig.window.get(), QPoint()).y() < rig.card("group/first")->mapTo(rig.window.get(), QPoint()).y());
        rig.find("push")->setFocus();
        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Tab);
        QCOMPARE(rig.window->focusWidget(), PushRig::headOf(rig.card("group/second")));
    }

    void everythingHasAName()
    {
        PushRig rig;
        rig.openPush();
        click(rig.find("pushOptions"));
        rig.push("group/app");
        rig.pushes.to("group/app")->report(test::uploading(3, 10, 100));
        QTRY_VERIFY(PushRig::headOf(rig.card("group/app"))->isCheckable());
        click(PushRig::headOf(rig.card("group/app")));
        click(rig.button("group/app", "cancelPush"));
        for (QWidget *widget : rig.window->findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible())
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken && !spoken->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        }
    }

    void nothingIsCutOffInASmallWindow()
    {
        PushRig rig;
        rig.openPush();
        rig.window->resize(720, 480);
        rig.push("group/app");
        rig.pushes.to("group/app")->finish(arrived);
        rig.push("group/failed");
        rig.pushes.to("group/failed")->finish(fail({ .stage = Stage::Registry, .kind = Kind::TooLarge, .httpStatus = 413 }));
        for (const char *repository : { "group/app", "group/failed" }) {
            for (const auto *label : rig.card(repository)->findChildren<QLabel *>()) {
                if (!label->isVisible())
                    continue;
                QTRY_VERIFY2(label->width() >= label->minimumSizeHint().width(), qPrintable(label->text()));
                QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
            }
        }
    }

    void pushesUnderWayEndWithTheWindow()
    {
        PushRig rig;
        rig.openPush();
        rig.push("group/app");
        rig.endProgram();
        QVERIFY(!rig.pushes.to("group/app"));
    }

    void wordsAndFigures()
    {
        QCOMPARE(ui::sizeText(588'000'000), QStringLiteral("588 MB"));
        QCOMPARE(ui::sizeText(4'200'000), QStringLiteral("4.2 MB"));
        QCOMPARE(ui::sizeText(12'400'000'000), QStringLiteral("12.40 GB"));
        QCOMPARE(ui::amountText(212'000'000, 588'000'000), QStringLiteral("212 of 588 MB"));
        QCOMPARE(ui::amountText(900'000, 588'000'000, false), QStringLiteral("900 kB of about 588 MB"));
        const QDateTime now(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC);
        QCOMPARE(ui::ageText(now, now), QStringLiteral("new"));
        QVERIFY(ui::ageText(now.addSecs(-47 * 3600), now).startsWith(QStringLiteral("47 hour")));
        QVERIFY(ui::ageText(now.addDays(-59), now).startsWith(QStringLiteral("59 day")));
        QVERIFY(ui::ageText(now.addDays(-90), now).startsWith(QStringLiteral("3 month")));
        QVERIFY(ui::ageText(now.addDays(-1000), now).startsWith(QStringLiteral("2 year")));
        QCOMPARE(ui::secondsText(11), QStringLiteral("11 s"));
        QCOMPARE(ui::secondsText(252), QStringLiteral("4:12"));
        QCOMPARE((ui::PushEstimate { .bytes = 600, .bytesPerSecond = 1, .tokenSeconds = 300 }).renewals(), 1);
        QCOMPARE((ui::PushEstimate { .bytes = 300, .bytesPerSecond = 1, .tokenSeconds = 300 }).renewals(), 0);
        QCOMPARE((ui::PushEstimate { .bytes = 1084, .bytesPerSecond = 1, .tokenSeconds = 300 }).renewals(), 3);
        QCOMPARE((ui::PushEstimate { .bytes = 1084, .bytesPerSecond = 0, .tokenSeconds = 300 }).seconds(), -1);
    }

    void tagsAreTakenOutOfNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("tag");
        QTest::newRow("none") << QStringLiteral("host.example/app") << QStringLiteral("host.example/app") << QString();
        QTest::newRow("a tag") << QStringLiteral("host.example/app:1") << QStringLiteral("host.example/app") << QStringLiteral("1");
        QTest::newRow("a port") << QStringLiteral("host.example:5050/app") << QStringLiteral("host.example:5050/app") << QString();
        QTest::newRow("both") << QStringLiteral("host.example:5050/app:1") << QStringLiteral("host.example:5050/app") << QStringLiteral("1");
        QTest::newRow("a host alone") << QStringLiteral("host.example:5050") << QStringLiteral("host.example:5050") << QString();
        QTest::newRow("a digest") << QStringLiteral("host.example/app@sha256:1") << QStringLiteral("host.example/app@sha256:1") << QString();
    }

    void tagsAreTakenOutOfNames()
    {
        QFETCH(QString, text);
        QFETCH(const QString, rest);
        QFETCH(const QString, tag);
        QCOMPARE(ui::takeTag(text), tag);
        QCOMPARE(text, rest);
    }
};

QTEST_MAIN(TestPush)
#include "test_push.moc"
