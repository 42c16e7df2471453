#include "ui/access/access_page.h"

#include "ui/access/access_detail.h"
#include "ui/access/access_model.h"
#include "ui/access/access_table.h"
#include "ui/access/repository_input.h"
#include "ui/style/empty_state.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/page_area.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

namespace wharf::ui {

AccessPage::AccessPage(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_field(new QLineEdit(this))
    , m_known(new QStringListModel(this))
    , m_ask(new QPushButton(tr("Show &access"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_error(new Label(Label::Role::Caption, {}, this))
    , m_model(new AccessModel(this))
    , m_table(new AccessTable(m_model, this))
    , m_detail(new AccessDetail(this))
    , m_empty(new EmptyState(QStringLiteral("drawing-shelves"), tr("No repository looked at yet"),
                             tr("Type a repository, or paste an image name, to see what this account may do there."), {}, this))
{
    auto *area = new PageArea(this);
    area->column()->addWidget(makeQuestion());
    area->column()->addWidget(m_table);
    area->column()->addWidget(m_detail);
    area->column()->addWidget(m_empty, 1);
    area->column()->addStretch();
    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 0);
    outer->addWidget(area);

    connect(m_ask, &QPushButton::clicked, this, &AccessPage::ask);
    connect(m_field, &QLineEdit::returnPressed, this, &AccessPage::ask);
    connect(m_field, &QLineEdit::textEdited, this, [this] { m_error->setTextOrHide({}); });
    connect(m_cancel, &QPushButton::clicked, this, &AccessPage::cancelled);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AccessPage::showCurrent);
    connect(m_detail, &AccessDetail::proofRequested, this, &AccessPage::confirmProof);
    connect(m_detail, &AccessDetail::whyRequested, this, [this] {
        if (const accounts::AccessFindings *front = m_model->findingsAt(m_table->currentIndex().row()))
            Q_EMIT whyRequested(front->repository);
    });
    connect(m_detail, &AccessDetail::refreshRequested, this, &AccessPage::refresh);
}

QWidget *AccessPage::makeQuestion()
{
    const int unit = gridUnit(this);
    auto *question = new QWidget(this);
    auto *column = new QVBoxLayout(question);
    setGap(column, this, 0);
    column->setSpacing(unit / 2);
    auto *label = new Label(Label::Role::Strong, tr("&Repository or image"), question);
    label->setBuddy(m_field);
    m_field->setObjectName(QStringLiteral("repository"));
    m_field->setAccessibleName(tr("Repository or image"));
    m_field->setPlaceholderText(tr("group/project, or a whole image name"));
    m_field->setClearButtonEnabled(true);
    auto *completer = new QCompleter(m_known, m_field);
    completer->setFilterMode(Qt::MatchContains);
    m_field->setCompleter(completer);
    m_ask->setObjectName(QStringLiteral("showAccess"));
    m_ask->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("cancelAccess"));
    m_cancel->setAutoDefault(false);
    m_cancel->hide();
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(unit / 2);
    m_progress->setAccessibleName(tr("Asking the registry"));
    m_progress->hide();
    m_error->setObjectName(QStringLiteral("repositoryError"));
    m_error->setTone(Tone::Bad);
    m_error->hide();

    auto *row = new QHBoxLayout;
    row->setSpacing(unit);
    row->addWidget(m_field, 1);
    row->addWidget(m_ask);
    row->addWidget(m_cancel);
    column->addWidget(label);
    column->addLayout(row);
    column->addWidget(m_progress);
    column->addWidget(m_error);
    return question;
}

void AccessPage::present(const AccountSnapshot &snapshot)
{
    const bool other = snapshot.account.id != m_shown.account.id;
    const accounts::AccessFindings *front = m_model->findingsAt(m_table->currentIndex().row());
    QString current = front && !other ? front->repository : QString();
    m_shown = snapshot;
    if (other) {
        m_field->clear();
        m_error->setTextOrHide({});
        m_wanted.clear();
        // A question about the account before would be answered for this one.
        delete findChild<QMessageBox *>(QStringLiteral("confirmProof"));
    }
    QStringList known = snapshot.account.repositories;
    for (const accounts::AccessFindings &findings : snapshot.access) {
        if (!known.contains(findings.repository))
            known.append(findings.repository);
    }
    m_known->setStringList(known);
    m_model->setFindings(snapshot.account, snapshot.access);
    if (!snapshot.asking && !m_wanted.isEmpty() && m_model->rowOf(m_wanted) >= 0)
        current = std::exchange(m_wanted, QString());

    const bool any = m_model->rowCount() > 0;
    m_table->setVisible(any);
    m_detail->setVisible(any);
    m_empty->setVisible(!any);
    m_ask->setVisible(!snapshot.asking);
    m_cancel->setVisible(snapshot.asking);
    m_progress->setVisible(snapshot.asking);
    if (any) {
        m_table->fit();
        m_table->selectRow(qMax(0, m_model->rowOf(current)));
        showCurrent();
    }
}

void AccessPage::refresh()
{
    if (const accounts::AccessFindings *front = m_model->findingsAt(m_table->currentIndex().row())) {
        m_wanted = front->repository;
        Q_EMIT asked({ .repository = front->repository, .probePush = false, .mayCreate = false });
    }
}

void AccessPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_shown.asking)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

void AccessPage::ask()
{
    if (m_shown.asking)
        return;
    const RepositoryInput input = RepositoryInput::read(m_field->text(), m_shown.account.host);
    m_error->setTextOrHide(input.error);
    m_field->setAccessibleDescription(input.error);
    if (!input.error.isEmpty()) {
        m_field->setFocus();
        return;
    }
    m_wanted = input.repository;
    Q_EMIT asked({ .repository = input.repository, .probePush = false, .mayCreate = false });
}

void AccessPage::confirmProof()
{
    const accounts::AccessFindings *front = m_model->findingsAt(m_table->currentIndex().row());
    if (!front)
        return;
    const QString repository = front->repository;
    const bool mayCreate = !front->answer.exists && !front->answer.opaque && !m_shown.state.basic;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Check push right"), tr("Check the push right in %1?").arg(repository),
                                QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("confirmProof"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(icon(QStringLiteral("repository")).pixmap(4 * gridUnit(this)));
    box->setInformativeText(mayCreate
        ? tr("Wharfinger starts an upload and takes it back, so no image is stored. The repository is not there yet: "
             "asking for the push right may make GitLab create an empty one.")
        : tr("Wharfinger starts an upload and takes it back. Nothing is stored, and no tag changes."));
    QPushButton *check = box->addButton(tr("&Check"), QMessageBox::AcceptRole);
    box->setDefaultButton(check);
    connect(box, &QMessageBox::buttonClicked, this, [this, check, repository, mayCreate](QAbstractButton *button) {
        if (button != static_cast<QAbstractButton *>(check))
            return;
        m_wanted = repository;
        Q_EMIT asked({ .repository = repository, .probePush = true, .mayCreate = mayCreate });
    });
    box->open();
}

void AccessPage::showCurrent()
{
    if (const accounts::AccessFindings *front = m_model->findingsAt(m_table->currentIndex().row()))
        m_detail->present(m_shown.account, *front, m_shown.asking);
}

} // namespace wharf::ui
