#pragma once

#include "ui/push/image_lister.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace wharf {
class Clock;
}

namespace wharf::ui {

class ImageModel;
class Label;
class Notice;

/// Where a push comes from: the images of Docker and Podman in a list with a filter, and files that are chosen or dropped.
class ImagePicker final : public QWidget {
    Q_OBJECT
public:
    ImagePicker(ImageLister lister, std::shared_ptr<const Clock> clock, QWidget *parent = nullptr);
    ~ImagePicker() override;

    /// Asks the engines again; what was listed stays until they have answered.
    void refresh();
    /// Chooses a file or folder. One that holds no image is said, and chosen all the same: its push says more.
    void chooseFile(const QString &path);
    [[nodiscard]] std::optional<LocalImage> chosen() const;
    void focusFilter();
    void focusList();

Q_SIGNALS:
    void chosenChanged();
    /// Enter on an image.
    void picked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    friend struct ListingWay;

    struct Engine {
        push::SourceName::Kind kind;
        bool asking = false;
        std::optional<Failure> failure;
        qsizetype images = 0;
    };

    void layOut();
    void answered(push::SourceName::Kind kind, const Result<QList<LocalImage>> &images);
    void choose(const push::SourceName &source);
    void openFileDialog(bool folder);
    void showState();
    void fit();

    ImageLister m_lister;
    QList<Engine> m_engines;
    std::shared_ptr<Stop> m_stop;
    std::shared_ptr<ImagePicker *> m_alive;
    std::optional<push::SourceName> m_chosen; ///< stays chosen while the filter hides it or a refresh is under way
    ImageModel *m_model;
    QSortFilterProxyModel *m_shown;
    QLineEdit *m_filter;
    QPushButton *m_refresh;
    QPushButton *m_archive;
    QPushButton *m_folder;
    QListView *m_list;
    Label *m_note;
    Notice *m_nothing;
};

} // namespace wharf::ui
