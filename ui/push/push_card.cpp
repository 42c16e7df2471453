#include "ui/push/push_card.h"

#include "core/wording/wording.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/push/cancel_question.h"
#include "ui/push/layer_list.h"
#include "ui/push/layer_model.h"
#include "ui/style/digest_line.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/progress_line.h"
#include "ui/wording/push_words.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

using push::QueuedPush;
using State = QueuedPush::State;

namespace {

/// An image's name that may go on in the next line after any of its parts.
QString breakable(QString name)
{
    for (const QLatin1Char mark : { QLatin1Char('.'), QLatin1Char(':'), QLatin1Char('/'), QLatin1Char('@') })
        name.replace(mark, QString(mark) + QChar(0x200b));
    return name;
}

} // namespace

PushCard::PushCard(const QueuedPush &push, QWidget *parent)
    : QFrame(parent)
    , m_push(push)
    , m_head(new FoldingHead(this))
    , m_body(new QWidget(this))
    , m_bar(new ProgressLine(m_body))
    , m_sentence(new Label(Label::Role::Body, {}, m_body))
    , m_nextStep(new Label(Label::Role::Caption, {}, m_body))
    , m_token(new Label(Label::Role::Caption, {}, m_body))
    , m_digest(new DigestLine(m_body))
    , m_question(new CancelQuestion(m_body))
    , m_buttons(new QWidget(m_body))
{
    m_beat.setSingleShot(true);
    m_beat.setInterval(beat);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        if (m_stale && isVisible())
            showProgress();
    });
    layOut();
    connect(m_head, &QAbstractButton::toggled, this, &PushCard::showLayers);
    connect(m_question, &CancelQuestion::answered, this, [this](bool forGood) {
        m_head->setFocus(Qt::OtherFocusReason); // the keyboard stays with this push
        m_question->hide();
        Q_EMIT cancelRequested(m_push.id, forGood);
    });
    connect(m_question, &CancelQuestion::withdrawn, this, [this] {
        m_question->hide();
        m_buttons->show();
        m_cancel->setFocus(Qt::OtherFocusReason);
    });
    showState();
}

void PushCard::layOut()
{
    const int unit = gridUnit(this);
    const int out = unit / 2;
    setObjectName(QStringLiteral("pushCard"));
    m_head->setObjectName(QStringLiteral("pushHead"));
    m_bar->setObjectName(QStringLiteral("pushBar"));
    m_sentence->setObjectName(QStringLiteral("pushSentence"));
    m_sentence->makeSelectable();
    m_nextStep->setObjectName(QStringLiteral("pushNextStep"));
    m_nextStep->makeSelectable();
    m_token->setObjectName(QStringLiteral("pushToken"));
    m_digest->setObjectName(QStringLiteral("pushDigest"));
    m_pause = button("pausePush", "pause", tr("Pause"), tr("Pause the push of %1"));
    m_resume = button("resumePush", "resume", tr("Resume"), tr("Resume the push of %1"));
    m_retry = button("retryPush", "checking", tr("Retry"), tr("Push %1 again"));
    m_why = button("whyPush", "diagnose", tr("Why?"), tr("Why did the push of %1 fail?"));
    m_copy = button("copyDigest", "copy", tr("Copy digest"), tr("Copy the digest of %1"));
    m_cancel = button("cancelPush", "clear", tr("Cancel…"), tr("Cancel the push of %1"));
    m_remove = button("removePush", "clear", tr("Remove"), tr("Take %1 out of the list"));
    m_why->setToolTip(tr("Find out why this push failed"));

    auto *row = new FlowLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(unit);
    for (QPushButton *one : { m_pause, m_resume, m_retry, m_why, m_copy, m_cancel, m_remove })
        row->addWidget(one);
    connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseRequested(m_push.id); });
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(m_push.id); });
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(m_push.id); });
    connect(m_why, &QPushButton::clicked, this, [this] { Q_EMIT whyRequested(m_push.id); });
    connect(m_copy, &QPushButton::clicked, this, &PushCard::copyDigest);
    connect(m_cancel, &QPushButton::clicked, this, &PushCard::askCancel);
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_push.id); });

    // The head reaches out where it is marked; everything below stands under its words.
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(2 * unit - out, unit + out, 2 * unit - out, unit + out);
    outer->setSpacing(0);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(out + iconSize(this) + unit, out, out, out);
    body->setSpacing(unit);
    body->addWidget(m_bar);
    auto *words = new QVBoxLayout;
    words->setSpacing(unit / 4);
    words->addWidget(m_sentence);
    words->addWidget(m_nextStep);
    words->addWidget(m_token);
    words->addWidget(m_digest);
    body->addLayout(words);
    body->addWidget(m_question);
    body->addWidget(m_buttons);
    outer->addWidget(m_head);
    outer->addWidget(m_body);
}

QPushButton *PushCard::button(const char *name, const char *picture, const QString &text, const QString &spoken)
{
    auto *made = new QPushButton(text, m_buttons);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    made->setAccessibleName(spoken.arg(m_push.order.destination.toString()));
    setIcon(made, QLatin1String(picture));
    return made;
}

void PushCard::present(const QueuedPush &push)
{
    m_push = push;
    showState();
}

void PushCard::progress(const QueuedPush &push)
{
    m_push.progress = push.progress;
    m_stale = true;
    if (m_beat.isActive() || !isVisible())
        return;
    showProgress();
}

void PushCard::showState()
{
    const QWidget *focused = QApplication::focusWidget();
    const bool hadKeys = focused && m_body->isAncestorOf(focused) && focused != m_list;
    const State state = m_push.state;
    const bool moves = state == State::Running || state == State::Waiting;
    m_pause->setVisible(moves && m_push.canPause());
    m_resume->setVisible(state == State::Paused);
    m_retry->setVisible(state == State::Failed || state == State::Cancelled || state == State::Interrupted);
    m_retry->setText(state == State::Interrupted ? tr("Go on") : state == State::Cancelled ? tr("Push again") : tr("Retry"));
    m_why->setVisible(state == State::Failed && m_push.failure && canBeDiagnosed(*m_push.failure));
    m_copy->setVisible(state == State::Done);
    m_copy->setText(tr("Copy digest"));
    m_cancel->setVisible(moves || state == State::Paused);
    m_remove->setVisible(m_push.hasEnded() || state == State::Interrupted);
    if (!moves && state != State::Paused)
        m_question->hide();
    m_buttons->setVisible(state != State::Cancelling && m_question->isHidden());

    m_sentence->setTone(state == State::Failed ? std::optional(Tone::Bad) : std::nullopt);
    m_sentence->setRole(state == State::Failed ? Label::Role::Body : Label::Role::Caption);
    m_digest->setDigest(m_push.outcome ? m_push.outcome->digest : QString());
    showProgress();
    if (hadKeys && !(focused->isVisibleTo(this) && focused->isEnabled()))
        refocus(focused);
}

void PushCard::refocus(const QWidget *before)
{
    // The button under the keyboard has gone: its counterpart takes over.
    const auto follow = before == m_pause ? m_resume : before == m_resume ? m_pause : nullptr;
    if (follow && follow->isVisibleTo(this)) {
        follow->setFocus(Qt::OtherFocusReason);
        return;
    }
    for (QPushButton *one : { m_copy, m_why, m_retry, m_resume, m_pause }) {
        if (one->isVisibleTo(this) && m_buttons->isVisibleTo(this)) {
            one->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    m_head->setFocus(Qt::OtherFocusReason);
}

void PushCard::showProgress()
{
    m_stale = false;
    m_beat.start();
    const push::PushProgress &progress = m_push.progress;
    const State state = m_push.state;
    showHead();
    const double share = progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0.0;
    const bool hasBar = state == State::Running || state == State::Cancelling
        || ((state == State::Paused || state == State::Failed || state == State::Cancelled) && progress.total > 0);
    m_bar->setVisible(hasBar);
    if (hasBar) {
        std::optional<Tone> tone;
        if (state == State::Paused)
            tone = Tone::Caution;
        else if (state == State::Failed)
            tone = Tone::Bad;
        else if (state == State::Cancelled || state == State::Cancelling)
            tone = Tone::Quiet;
        m_bar->setShare(share, tone);
    }
    if (state == State::Failed && m_push.failure) {
        const wording::Words words = wording::failureWords(*m_push.failure, m_push.order.destination.host.name());
        m_sentence->setText(words.sentence);
        m_nextStep->setTextOrHide(words.nextStep);
    } else {
        m_sentence->setText(pushSentence(m_push));
        m_nextStep->hide();
    }
    m_token->setTextOrHide(state == State::Running ? tokenSentence(progress) : QString());
    m_bar->setAccessibleName(tr("Progress of %1").arg(m_push.order.destination.toString()));
    m_bar->setAccessibleDescription(m_sentence->text());
    if (m_layers && m_list->isVisibleTo(this))
        m_layers->setLayers(progress.blobs);
}

void PushCard::showHead()
{
    const PushMark mark = pushMark(m_push);
    const bool opens = !m_push.progress.blobs.isEmpty();
    const QString spoken = tr("%1: %2", "a push and its state").arg(m_push.order.destination.toString(), mark.word);
    // Setting it lays everything out anew: only where something is different.
    const QString said = spoken + mark.icon + (opens ? QLatin1Char('1') : QLatin1Char('0'));
    if (said == m_headSaid)
        return;
    m_headSaid = said;
    if (!opens)
        m_head->setChecked(false);
    m_head->present({ .icon = mark.icon,
                      .tone = m_push.state == State::Cancelled ? std::nullopt : std::optional(mark.tone),
                      .title = breakable(m_push.order.destination.toString()),
                      .sentence = tr("from %1").arg(sourceText(m_push.order.source)),
                      .figure = mark.word,
                      .spoken = spoken,
                      .opens = opens });
}

void PushCard::showLayers(bool open)
{
    if (open && !m_list) {
        m_layers = new LayerModel(this);
        m_layers->setLayers(m_push.progress.blobs);
        m_list = new LayerList(m_layers, m_body);
        m_body->layout()->addWidget(m_list);
        setTabOrder(m_remove, m_list);
    }
    if (!m_list)
        return;
    m_layers->setLayers(m_push.progress.blobs);
    m_list->setVisible(open);
}

void PushCard::askCancel()
{
    if (!m_push.canPause())
        m_question->open(CancelQuestion::Keeps::WholeLayers);
    else if (m_push.progress.sent > 0)
        m_question->open(CancelQuestion::Keeps::Parts, sizeText(m_push.progress.sent));
    else
        m_question->open(CancelQuestion::Keeps::Nothing);
    m_buttons->hide(); // the question takes their place
}

void PushCard::copyDigest()
{
    if (!m_push.outcome)
        return;
    QApplication::clipboard()->setText(m_push.outcome->digest);
    m_copy->setText(tr("Copied"));
}

void PushCard::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    if (m_stale)
        showProgress();
}

void PushCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left && m_list && m_list->hasFocus()) {
        m_head->setChecked(false);
        m_head->setFocus(Qt::OtherFocusReason);
    } else {
        QFrame::keyPressEvent(event);
    }
}

void PushCard::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hairlineColor(palette()), 1));
    painter.setBrush(palette().color(QPalette::Base));
    const qreal radius = gridUnit(this) * 0.75;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace wharf::ui
