#pragma once

#include "core/push/queued_push.h"

#include <QFrame>
#include <QTimer>

class QPushButton;

namespace wharf::ui {

class CancelQuestion;
class DigestLine;
class FoldingHead;
class Label;
class LayerList;
class LayerModel;
class ProgressLine;

/// One push in the queue: where it goes, how far it is, what can be done with it. Opens to its layers.
class PushCard final : public QFrame {
    Q_OBJECT
public:
    /// Shown no more often than this, however often it is told.
    static constexpr std::chrono::milliseconds beat { 100 };

    explicit PushCard(const push::QueuedPush &push, QWidget *parent = nullptr);

    /// Its state is another one.
    void present(const push::QueuedPush &push);
    /// It is further on: shown at the next beat, and only while it can be seen.
    void progress(const push::QueuedPush &push);
    [[nodiscard]] QUuid id() const { return m_push.id; }
    [[nodiscard]] FoldingHead *head() const { return m_head; }

Q_SIGNALS:
    void pauseRequested(const QUuid &id);
    void resumeRequested(const QUuid &id);
    void cancelRequested(const QUuid &id, bool forGood);
    void retryRequested(const QUuid &id);
    void removeRequested(const QUuid &id);
    void whyRequested(const QUuid &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QPushButton *button(const char *name, const char *picture, const QString &text, const QString &spoken);
    void showState();
    void showProgress();
    void showHead();
    void showLayers(bool open);
    void askCancel();
    void copyDigest();
    void refocus(const QWidget *before);

    push::QueuedPush m_push;
    QTimer m_beat;
    bool m_stale = false; ///< something came since it was shown last
    QString m_headSaid;
    FoldingHead *m_head;
    QWidget *m_body;
    ProgressLine *m_bar;
    Label *m_sentence;
    Label *m_nextStep;
    Label *m_token;
    DigestLine *m_digest;
    CancelQuestion *m_question;
    QWidget *m_buttons;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_why = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_remove = nullptr;
    LayerModel *m_layers = nullptr;
    LayerList *m_list = nullptr;
};

} // namespace wharf::ui
