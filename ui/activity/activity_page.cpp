#include "ui/activity/activity_page.h"

#include "ui/activity/activity_delegate.h"
#include "ui/activity/activity_model.h"
#include "ui/style/empty_state.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFileDialog>
#include <QListView>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include <limits>

namespace wharf::ui {

namespace {

/// A list whose rows are as high as their sentences need in its width.
class EntryList final : public QListView {
public:
    using QListView::QListView;

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QListView::resizeEvent(event);
        scheduleDelayedItemsLayout();
    }
};

} // namespace

ActivityPage::ActivityPage(const activity::ActivityLog &log, std::shared_ptr<const Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_model(new ActivityModel(std::move(clock), this))
    , m_whose(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_export(new QPushButton(tr("&Export…"), this))
    , m_said(new Label(Label::Role::Caption, {}, this))
    , m_list(new EntryList(this))
    , m_empty(new EmptyState(QStringLiteral("drawing-log"), tr("Nothing has happened yet"),
                             tr("Pushes are listed here when they end: what arrived, what failed and why."), {}, this))
{
    layOut();
    connect(m_whose, &QComboBox::currentIndexChanged, this, &ActivityPage::refresh);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ActivityPage::refresh);
    connect(m_export, &QPushButton::clicked, this, &ActivityPage::chooseFile);
    connect(&log, &activity::ActivityLog::appended, this, [this] {
        if (isVisible())
            refresh();
    });
}

void ActivityPage::layOut()
{
    const int unit = gridUnit(this);
    m_whose->addItem(tr("This account"));
    m_whose->addItem(tr("All accounts"));
    m_whose->setObjectName(QStringLiteral("activityWhose"));
    m_whose->setAccessibleName(tr("Whose activity"));
    m_kind->addItem(tr("Everything"));
    m_kind->addItem(tr("Pushed"), QString(activity::pushDone));
    m_kind->addItem(tr("Push failed"), QString(activity::pushFailed));
    m_kind->addItem(tr("Push cancelled"), QString(activity::pushCancelled));
    m_kind->setObjectName(QStringLiteral("activityKind"));
    m_kind->setAccessibleName(tr("Kind of activity"));
    for (QComboBox *choice : { m_whose, m_kind }) {
        choice->view()->setAccessibleName(choice->accessibleName());
        choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    }
    m_export->setObjectName(QStringLiteral("exportActivity"));
    m_export->setAutoDefault(false);
    m_export->setToolTip(tr("Saves what is listed as JSON lines. No password and no token is in it."));
    setIcon(m_export, QStringLiteral("save"));
    m_said->setObjectName(QStringLiteral("activitySaid"));
    m_said->hide();
    m_list->setObjectName(QStringLiteral("activity"));
    m_list->setAccessibleName(tr("What happened, the newest first"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ActivityDelegate(m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMaximumWidth(100 * unit);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * unit, 2 * unit, 3 * unit, 3 * unit);
    column->setSpacing(unit);
    auto *bar = new FlowLayout;
    bar->setSpacing(unit);
    for (QWidget *part : std::initializer_list<QWidget *> { m_whose, m_kind, m_export })
        bar->addWidget(part);
    column->addLayout(bar);
    column->addWidget(m_said);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
}

void ActivityPage::present(const accounts::Account &account)
{
    if (account.id != m_account.id)
        m_said->setTextOrHide({});
    m_account = account;
    refresh();
}

void ActivityPage::refresh()
{
    m_model->setEntries(m_log.newest(mostShown, [this](const activity::ActivityEntry &entry) { return isWanted(entry); }));
    const bool any = m_model->rowCount() > 0;
    const bool ofOthers = !any && m_whose->currentIndex() == 0 && !m_log.newest(1).isEmpty();
    const bool filtered = ofOthers || m_kind->currentIndex() > 0;
    m_list->setVisible(any);
    m_empty->setVisible(!any);
    if (filtered)
        m_empty->setWords(m_kind->currentIndex() > 0 ? tr("Nothing of that kind") : tr("Nothing of this account yet"),
                          tr("Choose “All accounts” or “Everything” above to see more."));
    else
        m_empty->setWords(tr("Nothing has happened yet"), tr("Pushes are listed here when they end: what arrived, what failed and why."));
    m_export->setEnabled(any);
}

bool ActivityPage::isWanted(const activity::ActivityEntry &entry) const
{
    const QString kind = m_kind->currentData().toString();
    return (kind.isEmpty() || entry.kind == kind) && (m_whose->currentIndex() == 1 || entry.account == m_account.id);
}

void ActivityPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the activity"), {}, tr("JSON lines (*.jsonl)"));
    dialog->setObjectName(QStringLiteral("chooseExport"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->selectFile(QStringLiteral("wharfinger-activity.jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, &ActivityPage::save);
    dialog->open();
}

void ActivityPage::save(const QString &path)
{
    const auto all = m_log.newest(std::numeric_limits<qsizetype>::max(), [this](const activity::ActivityEntry &entry) { return isWanted(entry); });
    const QByteArray lines = activity::printEntries(all);
    QSaveFile file(path);
    const bool saved = file.open(QIODevice::WriteOnly) && file.write(lines) == lines.size() && file.commit();
    m_said->setTone(saved ? std::nullopt : std::optional(Tone::Bad));
    m_said->setTextOrHide(saved ? tr("Saved as %1. No password and no token is in it.").arg(path)
                                : tr("%1 could not be written: %2 Choose another folder.").arg(path, file.errorString()));
}

} // namespace wharf::ui
